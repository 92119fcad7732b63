/* For those who use the keyboard: shortcuts, what Escape closes, and dialogs that keep the focus and give it back. */
(() => {
  const REACHED = "a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), summary, [tabindex='0']";
  const SHEETS = { traying: "#tray", drawer: "#side" };
  const AFTER_SLIDE = 60;
  const layers = [];
  let last = null;
  const query = (selector) => document.querySelector(selector);
  const shown = (element) => element.checkVisibility({ visibilityProperty: true });
  const reached = (layer) => [...layer.querySelectorAll(REACHED)].filter(shown);

  /* What lies over the page. The tray and the side column do only where the window is narrow. */
  function uppermost() {
    const dialog = query("#sheet [role=dialog]");
    if (dialog) return dialog;
    const open = Object.entries(SHEETS).find(([name]) => document.body.classList.contains(name));
    const sheet = open && query(open[1]);
    return sheet && getComputedStyle(sheet).position === "fixed" ? sheet : null;
  }

  /* Where a press came from, to be found again once its panel is drawn afresh. */
  function origin(button) {
    const { act, what, id } = button.dataset;
    return { button, panel: button.closest("[id]")?.id, act, what, id };
  }

  function giveBack({ button, panel, act, what, id }) {
    const drawn = [...(panel ? document.getElementById(panel)?.querySelectorAll("[data-act]") : null) ?? []];
    const same = button.isConnected ? button : drawn.find((one) => one.dataset.act === act && one.dataset.what === what && one.dataset.id === id);
    if (same && shown(same)) same.focus({ preventScroll: true });
  }

  function enter(layer) {
    layers.push({ layer, from: last });
    if (layer.matches("[role=dialog]")) return void layer.querySelector("button").focus();
    const named = layer.querySelector("[aria-label]");
    for (const [name, value] of Object.entries({ role: "dialog", "aria-modal": "true", "aria-label": last?.button.ariaLabel || last?.button.innerText || named?.ariaLabel, tabindex: "-1" })) layer.setAttribute(name, value);
    setTimeout(() => { if (!layer.contains(document.activeElement)) layer.focus({ preventScroll: true }); }, AFTER_SLIDE);
  }

  function leave() {
    const { layer, from } = layers.pop();
    if (!layer.closest("#sheet")) for (const name of ["role", "aria-modal", "aria-label", "tabindex"]) layer.removeAttribute(name);
    return from;
  }

  /* Something was opened or closed: the focus goes in, or back to where the press came from. */
  function layered() {
    const top = uppermost();
    if (layers.at(-1)?.layer === top) return;
    let from = null;
    while (layers.length && layers.at(-1).layer !== top && (top === null || !top.matches("#sheet *") || !layers.at(-1).layer.isConnected)) from = leave();
    if (top && layers.at(-1)?.layer !== top) enter(top);
    else if (from) giveBack(from);
  }

  function close(layer) {
    if (layer.closest("#sheet")) layer.remove();
    else document.body.classList.remove(...Object.keys(SHEETS));
    layered();
  }

  /* Tab goes round within what lies uppermost. */
  function keep(event, layer) {
    const items = reached(layer), at = items.indexOf(document.activeElement);
    const end = event.shiftKey ? 0 : items.length - 1;
    if (!items.length || (at !== end && at >= 0)) return;
    event.preventDefault();
    items.at(event.shiftKey ? -1 : 0).focus();
  }

  /* What floats over the page closes when something else is pressed; whether anything was open. */
  function shut(target) {
    const floating = [...document.querySelectorAll(".objecting[open], .keys[open]")].filter((one) => !one.contains(target));
    for (const one of floating) {
      if (one.contains(document.activeElement)) one.querySelector("summary").focus();
      one.open = false;
    }
    return floating.length > 0;
  }

  function escape() {
    const layer = uppermost();
    if (shut(null)) return;
    if (layer) return close(layer);
    document.body.classList.remove(...Object.keys(SHEETS));
    if (document.body.classList.contains("busy")) query("#stop").click();
  }

  function goToTray() {
    const open = query(".tray-open");
    if (open && shown(open)) open.click(); else reached(query("#tray"))[0]?.focus();
  }

  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches?.("input, textarea, [contenteditable]");
    const layer = uppermost();
    if (event.key === "Escape") return event.isComposing ? undefined : escape();
    if (event.key === "Tab" && layer) return keep(event, layer);
    if (event.key === "/" && !typing && !layer) { event.preventDefault(); query("#composer textarea").focus(); }
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    const nth = /^Digit([1-9])$/.exec(event.code);
    const pick = nth && [...document.querySelectorAll("#history .cards")].pop()?.querySelector(`.card:nth-child(${nth[1]}) .pick`);
    const act = { KeyN: () => query("#new").click(), KeyT: goToTray }[event.code] ?? (pick && (() => pick.click()));
    if (act) { event.preventDefault(); act(); }
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button, summary, a");
    if (button) last = origin(button);
  }, true);
  document.addEventListener("click", (event) => {
    shut(event.target);
    if (document.body.classList.contains("drawer") && !event.target.closest("#side, [data-act=menu]")) document.body.classList.remove("drawer");
  });
  const watch = () => new MutationObserver(layered).observe(document.body, { attributes: true, attributeFilter: ["class"] });
  if (document.body) watch(); else document.addEventListener("DOMContentLoaded", watch);
  window.miaoti.layered = layered;
  window.miaoti.close = () => { const layer = uppermost(); if (layer) close(layer); };
})();
