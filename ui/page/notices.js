/* Gradio heads every notice by its kind, in English; ours bring their heads along. */
(() => {
  function head(notice) {
    const told = [...notice.querySelectorAll("b.head")].pop();
    const title = notice.querySelector(".toast-title");
    if (!told || !title || title.dataset.head === told.textContent) return;
    title.dataset.head = told.textContent;
    title.firstChild.data = `${told.textContent} `;
    notice.querySelector(".toast-close")?.setAttribute("aria-label", told.title);
  }

  new MutationObserver(() => document.querySelectorAll(".toast-body").forEach(head))
    .observe(document.documentElement, { childList: true, subtree: true });
})();
