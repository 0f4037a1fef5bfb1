// The hall display: shows what the hub tells, says each new call once, waits calmly for the hub.
const root = document.documentElement;
const parts = Object.fromEntries(
  [...document.querySelectorAll("[data-part]")].map((each) => [each.dataset.part, each]),
);
const words = parts.words.dataset;
const base = location.pathname.replace(/\/$/, "");
const kept = (name) => `yizhan ${base} ${name}`;

const SILENCE = 25000; // after so long without a word from the hub it counts as away
const PATIENCE = 3000; // a line that is cut and comes back at once disturbs nobody
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 10000;
const CALL_IS_STUCK = 90000;
const CALL_IS_OLD = 60000; // a call that waited so long for the sound is not said any more

function remember(name, value) {
  try {
    localStorage.setItem(kept(name), value);
  } catch {
    // A browser that keeps nothing asks for the sound again after each start.
  }
}

function recall(name) {
  try {
    return localStorage.getItem(kept(name));
  } catch {
    return null;
  }
}

// -- the voice ------------------------------------------------------------------------------

const voice = new Audio();
voice.preload = "auto";
let waiting = [];
let speaking = null; // what is played now; a call, or the chime by which the browser is tried
let wanted = recall("sound") === "on"; // somebody asked for the sound
let sound = false; // and the browser lets us
let leads = !navigator.locks;
let volume = 1;

// Of several windows of one browser one speaks; the next takes over when it is closed.
if (navigator.locks) {
  navigator.locks.request("yizhan voice", () => {
    leads = true;
    return new Promise(() => {});
  });
}

let current = []; // who is called or served now
let again = 0;

function hear(call) {
  say(call);
  if (again) setTimeout(() => isWaitedFor(call) && say(call), again * 1000);
}

// Nobody has come, and nobody has called anew. The time of a call long passed by others is not known.
function isWaitedFor(call) {
  const same = (each) => each.number === call.number && each.counter === call.counter;
  return current.some((each) => same(each) && each.waits && (!each.at || each.at === call.at));
}

function say(call) {
  if (!wanted || !leads || volume <= 0) return;
  const others = waiting.filter((each) => each.counter !== call.counter);
  waiting = [...others, { ...call, since: Date.now() }];
  speak();
}

function speak() {
  if (!speaking && sound && waiting.length) play(waiting.shift());
}

function play(call) {
  speaking = call;
  voice.volume = volume;
  voice.src = `${base}/say/${call.number ? `${call.number}/${call.counter}` : "chime"}.wav`;
  call.stuck = setTimeout(ended, CALL_IS_STUCK);
  return voice.play().catch((error) => {
    if (error.name === "NotAllowedError") silenced();
    ended();
  });
}

function ended() {
  if (!speaking) return;
  clearTimeout(speaking.stuck);
  speaking = null;
  speak();
}

voice.addEventListener("ended", ended);
voice.addEventListener("error", ended);

function silenced() {
  sound = false;
  showSound();
}

function showSound() {
  root.dataset.sound = sound ? "on" : "off";
  parts.sound.setAttribute("aria-pressed", String(sound));
  parts.sound.textContent = sound ? words.soundOn : words.soundOff;
}

async function startSound() {
  waiting = waiting.filter((each) => Date.now() - each.since < CALL_IS_OLD);
  sound = true;
  await play({});
  showSound();
}

parts.sound.addEventListener("click", () => {
  wanted = !sound;
  remember("sound", wanted ? "on" : "off");
  if (wanted) {
    startSound();
    return;
  }
  waiting = [];
  silenced();
  voice.pause();
  ended();
});

// -- the picture ----------------------------------------------------------------------------

function text(className, value) {
  const made = document.createElement("span");
  made.className = className;
  made.textContent = value;
  return made;
}

function counter(number) {
  const made = document.createElement("span");
  made.className = "counter";
  const [before, behind] = words.counter.split("{counter}");
  made.append(text("word", before.trim()), text("which", number), text("word", behind.trim()));
  return made;
}

function row(call, className) {
  const made = document.createElement("li");
  made.className = className + (call.waits ? " waits" : "");
  made.append(
    text("number", call.number),
    text("arrow", "→"),
    counter(call.counter),
  );
  return made;
}

function both(name) {
  return name.en && name.en !== name.zh ? [text("zh", name.zh), text("en", name.en)] : [text("zh", name.zh)];
}

function service(each) {
  const made = document.createElement("li");
  const name = document.createElement("span");
  name.className = "service";
  name.append(...both(each.name));
  made.append(name, text("count", each.count));
  return made;
}

const most = (name) => Number(getComputedStyle(root).getPropertyValue(name)) || 4;
let notices = [];
let turn = 0;

function show(board) {
  parts.name.replaceChildren(...both(board.name));
  parts.current.replaceChildren(...board.current.slice(0, most("--rows")).map((each) => row(each, "call")));
  parts.last.replaceChildren(...board.last.map((each) => row(each, "recent")));
  parts.waiting.replaceChildren(...board.waiting.slice(0, most("--cells")).map(service));
  root.dataset.calls = board.current.length || board.last.length ? "some" : "none";
  root.dataset.waiting = board.waiting.length ? "some" : "none";
  notices = board.notices;
  showNotice();
}

function showNotice() {
  const notice = notices[turn % Math.max(1, notices.length)];
  parts.notice.replaceChildren(...(notice ? both(notice) : []));
}

setInterval(() => {
  turn += 1;
  showNotice();
}, 8000);

// -- the time -------------------------------------------------------------------------------

let ahead = 0; // of this clock over the hub's
let told = null; // when the hub spoke last, by its clock

function hour(at) {
  const local = new Date(at).toLocaleTimeString("en-GB", { timeZone: "Asia/Shanghai" });
  return local.slice(0, 5);
}

setInterval(() => {
  parts.clock.textContent = hour(Date.now() - ahead);
}, 1000);

// -- the hub --------------------------------------------------------------------------------

let after = recall("after");
let line = null;
let wait = FIRST_WAIT;
let quiet = null;
let away = null;

function heard(message) {
  const news = JSON.parse(message.data);
  after = String(news.position);
  remember("after", after);
  const now = Date.parse(news.now);
  ahead = Date.now() - now;
  told = now;
  wait = FIRST_WAIT;
  clearTimeout(away);
  away = null;
  volume = Math.min(1, Math.max(0, news.volume));
  again = news.again;
  current = news.board.current;
  root.dataset.hub = "here";
  show(news.board);
  news.calls.forEach(hear);
  listenFor();
}

function listenFor() {
  clearTimeout(quiet);
  quiet = setTimeout(lost, SILENCE);
}

function lost() {
  clearTimeout(quiet);
  if (line) line.close();
  line = null;
  if (away === null) away = setTimeout(showAway, PATIENCE);
  setTimeout(listen, wait);
  wait = Math.min(LONGEST_WAIT, wait * 2);
}

function showAway() {
  if (root.dataset.hub === "ended") return;
  root.dataset.hub = "away";
  parts.away.textContent = told === null ? words.never : words.away.replace("{time}", hour(told));
}

function listen() {
  line = new EventSource(`${base}/live${after === null ? "" : `?after=${after}`}`);
  line.onmessage = heard;
  line.onerror = lost;
  line.addEventListener("ended", () => {
    root.dataset.hub = "ended";
    parts.away.textContent = words.ended;
    wait = LONGEST_WAIT;
    lost();
  });
  listenFor();
}

showSound();
if (wanted) startSound();
listen();
