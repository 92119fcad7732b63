/* Behaviour in the browser. Panels hold plain buttons with `data-act`; this hands them to the server or acts itself. */
(() => {
  const opened = new Set();
  const SURE_FOR = 3000;
  const TYPING_PAUSE = 180;
  const TURN_MARGIN = 16;
  const HAND_MS = 300;
  let typing = 0;
  let looking = 0;
  let pressed = null;
  let sought = "", seeking = 0, wanted = "";
  let askHints = null;
  let began = 0;
  let talked = false;
  let worded = false;
  const query = (selector) => document.querySelector(selector);
  const isDark = () => document.body.classList.contains("dark");

  function setDark(dark) {
    document.body.classList.toggle("dark", dark);
    try { localStorage.setItem("miaoti-dark", dark ? "1" : "0"); } catch (error) { /* private window */ }
  }

  function restoreTheme() {
    let kept = null;
    try { kept = localStorage.getItem("miaoti-dark"); } catch (error) { /* private window */ }
    if (kept !== null) document.body.classList.toggle("dark", kept === "1");
  }

  /* The language chosen last is chosen again once the page stands; until then its answers would undo the choice. */
  function restoreLanguage() {
    const shown = query("#brand .brand")?.lang;
    if (!shown || !query("#history [data-thread]") || query(".idea.ghosted")) return;
    document.documentElement.lang = shown;
    let kept = null;
    try {
      kept = localStorage.getItem("miaoti-language");
      localStorage.setItem("miaoti-language", worded ? shown : kept ?? shown);
    } catch (error) { /* private window */ }
    if (!worded && kept && kept !== shown) query("#language").click();
    worded = true;
  }

  async function copy(button, trigger) {
    const card = button.closest(".card");
    if (card) trigger("like", { what: "copied", id: card.dataset.title });
    if (button.dataset.idea) trigger("copy", { idea: button.dataset.idea });
    const text = button.dataset.text ?? window.miaoti.lines();
    try {
      await navigator.clipboard.writeText(text);
    } catch (error) {
      const area = Object.assign(document.createElement("textarea"), { value: text });
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    const label = button.textContent;
    button.textContent = button.dataset.done;
    button.classList.add("done");
    setTimeout(() => { button.textContent = label; button.classList.remove("done"); window.miaoti.tell(); }, 1400);
  }

  function fill(text) {
    const box = query("#composer textarea");
    box.value = text;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
  }

  /* A field in the place of `hide`: Enter or leaving it gives its text to `done`, Escape puts things back. */
  function field(hide, value, label, done, { keepOnBlur = true, typed = null } = {}) {
    const input = Object.assign(document.createElement("input"), { className: "inline", value });
    const from = document.activeElement;
    input.setAttribute("aria-label", label);
    hide.hidden = true;
    hide.before(input);
    input.focus();
    input.select();
    let closed = false;
    const close = (save, byKey = false) => {
      if (closed) return;
      closed = true;
      const text = input.value.trim();
      input.remove();
      hide.hidden = false;
      if (byKey) from?.focus({ preventScroll: true });
      done(save && text !== value ? text : null);
    };
    input.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (!["Enter", "Escape"].includes(event.key) || event.isComposing) return;
      event.preventDefault();
      close(event.key === "Enter", true);
    });
    input.addEventListener("blur", () => close(keepOnBlur));
    if (typed) input.addEventListener("input", () => typed(input.value));
  }

  const rename = (button, trigger) => field(button.closest("li").querySelector(".open"), button.dataset.name, button.title,
    (name) => { if (name) trigger("edit", { id: button.dataset.id, name }); });

  const chip = (button, trigger) => field(button, button.dataset.old, button.getAttribute("aria-label"),
    (text) => { if (text !== null) trigger("edit", { field: button.dataset.field, old: button.dataset.old, text }); });

  const resay = (button, trigger) => field(button.closest(".said").querySelector("p"), button.dataset.text, button.title,
    (text) => { if (text) trigger("retry", { index: button.dataset.index, text }); }, { keepOnBlur: false });

  function editTitle(card, label, trigger) {
    const before = [card.querySelector(".judged").innerHTML, card.querySelector(".length").outerHTML];
    const { title: id, text, limit } = card.dataset;
    field(card.querySelector(".title"), text, label, (edited) => {
      clearTimeout(looking);
      if (edited) return trigger("like", { what: "edit", id, text: edited });
      card.querySelector(".judged").innerHTML = before[0];
      card.querySelector(".length").outerHTML = before[1];
    }, { typed: (typedText) => { clearTimeout(looking); looking = setTimeout(() => trigger("input", { id, limit, text: typedText }), TYPING_PAUSE); } });
  }

  /* What the server gives besides the screen: a file, or a dialog. */
  function place(sheet) {
    const given = sheet.querySelector("[data-kind]");
    if (given?.dataset.kind === "file") return given.click();
    if (given?.matches("[role=dialog]")) window.miaoti.layered();
  }

  /* A form that is followed while it is typed in. */
  function follows(event, trigger) {
    const form = event.target.closest("[data-live]");
    if (!form || event.target.matches("[data-change]")) return;
    clearTimeout(looking);
    looking = setTimeout(() => trigger("input", { ...form.dataset, ...fields(form) }), TYPING_PAUSE);
  }

  function changed(event, trigger) {
    const { target } = event;
    if (target.matches("[data-all]")) target.closest("[data-form]").querySelectorAll("[name=ids]").forEach((one) => { one.checked = target.checked; });
    if (target.matches("[data-change]")) trigger("select", { ...target.closest("[data-form]").dataset, ...fields(target) });
  }

  /* A form that is drawn afresh says what the server said: a node that is used again would keep what was typed before. */
  function restoreFields(element) {
    element.querySelectorAll("[data-form] [name], [data-form] [data-all]").forEach((one) => {
      if (one.type === "checkbox") one.checked = one.defaultChecked;
      else if (one.tagName === "SELECT") one.selectedIndex = Math.max(0, [...one.options].findIndex((option) => option.defaultSelected));
      else one.value = one.defaultValue;
    });
  }

  /* Names are compared here, at once; what was said and offered is found by the server. */
  function seek(text, trigger) {
    clearTimeout(seeking);
    if (trigger) seeking = setTimeout(() => trigger("input", { text }), TYPING_PAUSE);
    document.querySelectorAll("#threads li").forEach((row) => { row.hidden = !row.innerText.toLowerCase().includes(text.toLowerCase()); });
  }

  /* What cannot be taken back wants a second press, which comes while the button says so. */
  function arm(button) {
    if (button.dataset.armed) return true;
    const label = button.textContent;
    button.dataset.armed = "1";
    button.textContent = button.dataset.sure;
    button.classList.add("armed");
    setTimeout(() => { delete button.dataset.armed; button.textContent = label; button.classList.remove("armed"); }, SURE_FOR);
    return false;
  }

  /* Named fields of the form that a button or a field stands in; boxes of one name are a list of what is checked. */
  function fields(inside) {
    const found = {};
    inside.closest("[data-form]")?.querySelectorAll("[name]").forEach((one) => {
      if (one.type !== "checkbox") found[one.name] = one.value;
      else (found[one.name] ??= []).push(...(one.checked ? [one.value] : []));
    });
    return found;
  }

  function showView(name) {
    const shown = query(`#views [data-view="${CSS.escape(name)}"]`) ? name : "chat";
    document.body.dataset.view = shown;
    document.querySelectorAll("#views [data-view]").forEach((one) => {
      if (one.dataset.view === shown) one.setAttribute("aria-current", "page"); else one.removeAttribute("aria-current");
    });
    const address = new URL(location.href);
    if (shown === "chat") address.searchParams.delete("v"); else address.searchParams.set("v", shown);
    history.replaceState(null, "", address);
  }

  function changeView(button, trigger) {
    showView(button.dataset.view);
    if (button.dataset.view !== "chat") trigger("select", { view: button.dataset.view });
  }

  /* The tabs were drawn: the first time go where the address says, later stay. */
  function restoreView() {
    const wanted = document.body.dataset.view ?? new URL(location.href).searchParams.get("v") ?? "chat";
    if (document.body.dataset.view || wanted === "chat") return showView(wanted);
    const tab = query(`#views [data-view="${CSS.escape(wanted)}"]`);
    if (tab) tab.click(); else showView("chat");
  }

  function act(button, trigger) {
    const { act: what, id, text, idea, approve, index, field: name, old, reason } = button.dataset;
    const sent = {
      say: ["submit", { text, idea }], open: ["select", { id }], pin: ["like", { id }], answer: ["apply", { id, approve: approve === "yes" }],
      lift: ["edit", { field: name, old, text: "" }], again: ["retry", { index, text }], back: ["undo", { index }],
      do: ["select", { ...button.dataset, ...fields(button) }],
      title: ["like", { what: button.dataset.what, id, reason, ids: window.miaoti.ticked() }],
    }[what];
    const own = {
      copy: () => copy(button, trigger), fill: () => { if (button.closest("#hints")) trigger("copy", { text }); fill(text); }, rename: () => rename(button, trigger), view: () => changeView(button, trigger),
      delete: () => { if (arm(button)) trigger("delete", { id: button.dataset.id }); },
      chip: () => chip(button, trigger), resay: () => resay(button, trigger), edit: () => editTitle(button.closest(".card"), button.dataset.hint, trigger),
      menu: () => document.body.classList.toggle("drawer"), tray: () => document.body.classList.toggle("traying"),
      theme: () => setDark(!isDark()), close: () => window.miaoti.close(),
    }[what];
    const panel = button.closest("[id]");
    pressed = { what, which: button.dataset.what, id, place: alike(panel, what, button.dataset.what).indexOf(button) };
    if (own) return void own();
    if (what === "do" && button.dataset.sure && !arm(button)) return;
    if (["say", "again", "back", "lift"].includes(what) && document.body.classList.contains("busy")) return;
    if (what === "open") { document.body.classList.remove("drawer"); wanted = button.dataset.sought ?? ""; }
    if (what === "answer") button.closest(".asking").querySelectorAll("button").forEach((one) => { one.disabled = true; });
    if (["save", "race"].includes(button.dataset.what)) { document.body.classList.remove("traying"); follow = true; }
    if (sent) trigger(...sent);
  }

  /* Seconds since the turn in progress began, for who waits. */
  function tick() {
    const clock = query("#live .doing time");
    const seconds = Math.floor((Date.now() - began) / 1000);
    if (clock) clock.textContent = seconds < 2 ? "" : clock.dataset.unit.replace("{}", seconds);
  }

  /* The server tells times in UTC, people read their own. */
  function localTimes(element) {
    element.querySelectorAll("time[datetime]").forEach((one) => {
      const date = new Date(one.getAttribute("datetime"));
      const two = (number) => String(number).padStart(2, "0");
      const year = date.getFullYear() === new Date().getFullYear() ? "" : `${date.getFullYear()}-`;
      one.textContent = `${year}${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`;
    });
  }

  const alike = (panel, what, which) => [...panel.querySelectorAll(`[data-act="${what}"]`)].filter((one) => one.dataset.what === which);

  /* A panel that is drawn afresh keeps the focus on the button that was pressed, for those who use the keyboard, or on
     the one in its place where it is gone. What was asked to be saved or raced is asked about. */
  function refocus(element) {
    if (!pressed) return;
    const { what, which, id, place } = pressed;
    const asking = ["save", "race"].includes(which) && element.querySelector(".asking");
    if (!asking && document.activeElement !== document.body) return;
    const same = alike(element, what, which);
    const found = asking || (id && same.find((one) => one.dataset.id === id)) || same[place] || same.at(-1);
    found?.focus({ preventScroll: !asking });
    if (asking) pressed = null;
  }

  function restoreOpened(element) {
    element.querySelectorAll("details[data-key]").forEach((one) => { one.open = opened.has(one.dataset.key); });
  }

  function attach(element, trigger, watch) {
    if (element.dataset.attached) return;
    element.dataset.attached = "1";
    if (element.closest("#hints")) askHints = trigger;
    element.addEventListener("click", (event) => {
      const button = event.target.closest("[data-act]");
      if (button) return act(button, trigger);
      const folded = event.target.closest("summary")?.parentElement;
      if (folded?.dataset.key) opened[folded.open ? "delete" : "add"](folded.dataset.key);
    });
    element.addEventListener("change", (event) => {
      changed(event, trigger);
      if (event.target.matches(".note")) trigger("like", { what: "note", id: event.target.dataset.id, text: event.target.value });
    });
    element.addEventListener("input", (event) => { follows(event, trigger); if (event.target.matches(".seek")) seek(sought = event.target.value, trigger); });
    for (const kind of ["pointerover", "focusin"]) element.addEventListener(kind, (event) => {
      const scores = event.target.closest("[data-why]");
      if (scores) window.miaoti.explain(scores, trigger);
    });
    watch("value", () => {
      restoreOpened(element);
      localTimes(element);
      if (element.closest("#looks")) return window.miaoti.look(element);
      window.miaoti.tellWhy(element);
      if (element.closest(".view")) restoreFields(element);
      if (element.closest("#tray")) window.miaoti.retick();
      if (element.closest("#views")) return restoreView();
      if (element.closest("#sheet")) return place(element);
      if (element.closest("#threads") && query("#threads .seek")) { query("#threads .seek").value = sought; seek(sought, sought && trigger); }
      refocus(element);
      settle();
    });
    localTimes(element);
    settle();
  }

  /* Follow the talk unless the reader scrolled up. A turn that is taller than the window is read from its top. */
  let follow = true, brought = 0, hand = 0;
  function bring(talk, anyway) {
    const bottom = talk.scrollHeight - talk.clientHeight;
    const newest = [...talk.querySelectorAll(".turn")].pop();
    const top = newest.getBoundingClientRect().top - talk.getBoundingClientRect().top + talk.scrollTop - TURN_MARGIN;
    const goal = query("#history .asking") && !query("#live .turn") ? bottom : Math.min(top, bottom);
    const unmoved = Math.abs(talk.scrollTop - brought) <= 1;
    if (!anyway && !unmoved && goal <= talk.scrollTop) return;
    talk.scrollTop = goal;
    brought = talk.scrollTop;
  }

  /* A conversation opened from a search is shown where the words stand. */
  function reveal() {
    const text = wanted.toLowerCase();
    wanted = "";
    const found = text && [...document.querySelectorAll("#history :is(.said p, .card .title, .reply)")].find((one) => one.textContent.toLowerCase().includes(text));
    if (!found) return false;
    follow = false;
    found.scrollIntoView({ block: "center" });
    found.classList.add("sought");
    return true;
  }

  /* Only what a hand scrolled says something of the reader: what grows or shrinks above moves the talk as well. */
  function watchHand(talk) {
    const moved = () => { hand = Date.now(); };
    for (const kind of ["wheel", "touchmove"]) talk.addEventListener(kind, moved, { passive: true });
    talk.addEventListener("pointerdown", (event) => { if (event.target === talk) moved(); });
    document.addEventListener("keydown", (event) => { if (/^(Page|Arrow|Home|End|Tab)/.test(event.key)) moved(); });
    talk.addEventListener("scroll", () => {
      if (Date.now() - hand > HAND_MS || Math.abs(talk.scrollTop - brought) <= 1) return;
      moved();
      follow = talk.scrollHeight - talk.scrollTop - talk.clientHeight < 120;
    });
  }

  function settle() {
    document.body.classList.toggle("untyped", !query("#composer textarea")?.value);
    restoreLanguage();
    const talk = query("#talk");
    if (!talk) return;
    if (!talk.dataset.watched) {
      talk.dataset.watched = "1";
      watchHand(talk);
    }
    const busy = Boolean(query("#live .turn"));
    if (busy && !document.body.classList.contains("busy")) { follow = true; hand = 0; began = Date.now(); window.miaoti.taken(); }
    document.body.classList.toggle("busy", busy);
    tick();
    const thread = query("#history [data-thread]")?.dataset.thread;
    const another = thread !== undefined && remember(thread);
    if ((follow || another) && query("#talk .turn")) requestAnimationFrame(() => { if (query("#talk .turn") && !reveal()) bring(talk, another); });
    if (!query("#talk .turn")) talk.scrollTop = 0;
  }

  /* The conversation shown goes into the address; whether it is another than before. */
  function remember(id) {
    const address = new URL(location.href);
    if ((address.searchParams.get("t") ?? "") === id && talked) return false;
    talked = true;
    if (id) address.searchParams.set("t", id); else address.searchParams.delete("t");
    history.replaceState(null, "", address);
    return true;
  }

  document.addEventListener("input", (event) => {
    if (!event.target.closest("#composer")) return;
    const text = event.target.value;
    document.body.classList.toggle("untyped", !text);
    clearTimeout(typing);
    typing = setTimeout(() => askHints?.("input", { text }), TYPING_PAUSE);
  });
  setInterval(tick, 1000);
  document.addEventListener("DOMContentLoaded", restoreTheme);
  if (document.body) restoreTheme();
  window.miaoti = { attach };
})();
