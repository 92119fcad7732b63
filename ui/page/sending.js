/* What is typed stays in its box until the server has taken it, waits there while an answer is being written, and comes
   back where the server refused it. */
(() => {
  const DRAWN_MS = 150;
  let pending = null;
  const held = (are) => document.documentElement.classList.toggle("held", are);
  const plain = (text) => text.replace(/\s+/g, " ").trim();
  const turns = () => document.querySelectorAll("#history .turn").length;
  const said = () => plain([...document.querySelectorAll("#talk .turn .said p")].at(-1)?.lastChild.data ?? "");

  function write(change) {
    const box = document.querySelector("#composer textarea");
    box.value = change(box.value);
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  const leave = (text) => write((typed) => typed.startsWith(text) ? typed.slice(text.length) : typed);
  const comeBack = (text) => write((typed) => typed ? `${text}\n${typed}` : text);

  /* A message goes to the server. */
  function sending(message, seat) {
    pending = { text: message, before: turns(), left: false };
    return [message, seat];
  }

  /* A turn is shown: its message leaves the box, what was typed behind it stays. */
  function taken() {
    held(false);
    if (!pending || pending.left || said() !== plain(pending.text)) return;
    leave(pending.text);
    pending.left = true;
  }

  /* The server is done; what it gave last may still have to be drawn. */
  function over() {
    const mine = pending;
    setTimeout(() => {
      if (!mine || pending !== mine) return;
      pending = null;
      const answered = turns() > mine.before || said() === plain(mine.text);
      if (answered && !mine.left) leave(mine.text);
      if (!answered && mine.left) comeBack(mine.text);
    }, DRAWN_MS);
  }

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !event.target.closest?.("#composer")) return;
    if (!document.body.classList.contains("busy") && (!pending || pending.left)) return;
    event.preventDefault();
    event.stopPropagation();
    held(Boolean(event.target.value));
  }, true);
  Object.assign(window.miaoti, { sending, taken, over });
})();
