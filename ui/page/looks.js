/* What the server tells of one title when it is asked: why it scores so, or how it would do as it is being typed. */
(() => {
  const POINTED_MS = 180;
  const reasons = new Map();
  let asked = "", pointed = 0;
  const inLanguage = (id) => `${document.documentElement.lang} ${id}`;

  /* Scores are pointed at, or reached by the keyboard. */
  function explain(scores, trigger) {
    const key = inLanguage(scores.dataset.why);
    clearTimeout(pointed);
    if (!reasons.has(key) && asked !== key) pointed = setTimeout(() => { asked = key; trigger("input", { id: scores.dataset.why, why: true }); }, POINTED_MS);
  }

  /* A panel that is drawn afresh, as an answer being written is at every title, keeps the reasons that were told. */
  function tellWhy(within) {
    within.querySelectorAll("[data-why]").forEach((scores) => {
      const why = scores.querySelector(".why");
      why.innerHTML = reasons.get(inLanguage(scores.dataset.why)) ?? why.dataset.wait;
    });
  }

  function preview(given, id) {
    document.querySelectorAll(`.card[data-title="${CSS.escape(id)}"]:has(input.inline)`).forEach((card) => {
      card.querySelector(".judged").innerHTML = given.querySelector(".judged").innerHTML;
      card.querySelector(".length").outerHTML = given.querySelector(".length").outerHTML;
    });
  }

  /* An answer has come. */
  function look(looks) {
    const given = looks.querySelector("[data-kind]");
    if (given?.dataset.kind === "preview") preview(given, given.dataset.for);
    if (given?.dataset.kind !== "why") {
      asked = "";  // refused, or about something else: the reason may be asked for anew
      return;
    }
    reasons.set(inLanguage(given.dataset.for), given.innerHTML);
    tellWhy(document);
  }

  Object.assign(window.miaoti, { explain, tellWhy, look });
})();
