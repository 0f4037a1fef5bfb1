// What stands under "now" goes on by itself; without this script the page is loaded again instead.
"use strict";

const now = document.getElementById("now");
const told = document.getElementById("told");
const away = document.getElementById("away");
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 15000;
let wait = FIRST_WAIT;

// What somebody is at; the same way after everything around it was made anew.
const way = (element) => element.href ?? element.form?.action;
const ways = () => [...now.querySelectorAll("a, button")];

// Tells whether anything looks different. Who goes by touch or ear stays where they are.
function show(html) {
  const made = document.createElement("div");
  made.innerHTML = html;
  if (made.innerHTML.trim() === now.innerHTML.trim()) return false;
  const at = ways().find((each) => each === document.activeElement);
  now.replaceChildren(...made.childNodes);
  if (at) ways().find((each) => way(each) === way(at))?.focus();
  const said = [...now.querySelectorAll("h1, .big, .headline")].map((each) => each.textContent).join(" ");
  if (told.textContent !== said) told.textContent = said;
  return true;
}

function listen() {
  const line = new EventSource(now.dataset.live);
  line.onopen = () => {
    wait = FIRST_WAIT;
    away.hidden = true;
  };
  line.onmessage = (message) => {
    const changed = show(message.data);
    now.classList.toggle("changed", changed);
    if (changed && navigator.vibrate) navigator.vibrate(200);
  };
  line.addEventListener("over", () => {
    line.close();
    location.reload();
  });
  line.onerror = () => {
    line.close();
    away.hidden = false;
    setTimeout(listen, wait);
    wait = Math.min(LONGEST_WAIT, wait * 2);
  };
}

if (now && now.dataset.live) listen();
