/* What is ticked in the tray, by the ids of titles: a panel drawn afresh uses its boxes again as they stand, so a tick
   would stay on its row while another title moves there. */
(() => {
  const ticked = new Map();
  let drawn = new Set();
  const boxes = () => [...document.querySelectorAll("#tray input[type=checkbox]")];

  /* An edited title stands in for the one it came from, and the other way round when the edit is undone. */
  const heir = (id, from) => boxes().find((one) => !drawn.has(one.dataset.id) && (one.dataset.from === id || one.dataset.id === from));

  function keep(box) {
    if (box.checked) ticked.set(box.dataset.id, box.dataset.from); else ticked.delete(box.dataset.id);
    tell();
  }

  /* The tray was drawn. What left it is ticked no longer. */
  function retick() {
    const here = new Set(boxes().map((one) => one.dataset.id));
    for (const [id, from] of [...ticked]) {
      if (here.has(id)) continue;
      ticked.delete(id);
      const instead = heir(id, from);
      if (instead) ticked.set(instead.dataset.id, instead.dataset.from);
    }
    for (const one of boxes()) one.checked = ticked.has(one.dataset.id);
    drawn = here;
    tell();
  }

  const chosen = () => [...document.querySelectorAll("#tray li[data-title]")].filter((one) => !ticked.size || ticked.has(one.dataset.title));

  /* What is done is done with those ticked: the buttons say with how many. */
  function tell() {
    for (const one of document.querySelectorAll("#tray [data-some]")) one.textContent = ticked.size ? one.dataset.some.replace("{}", ticked.size) : one.dataset.all;
  }

  document.addEventListener("change", (event) => { if (event.target.matches("#tray input[type=checkbox]")) keep(event.target); });
  Object.assign(window.miaoti, {
    retick, tell,
    ticked: () => [...ticked.keys()],
    lines: () => chosen().map((one) => one.dataset.line).join("\n"),
  });
})();
