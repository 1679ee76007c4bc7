// The page works without this file; with it, an answer comes without a reload and nothing typed is lost.
"use strict";
(() => {
  const composer = document.getElementById("composer");
  if (!composer || !window.fetch || !window.URLSearchParams) return;

  const key = composer.elements.key;
  const text = composer.elements.text;
  const turns = document.getElementById("turns");
  const pending = document.getElementById("pending");
  const state = document.getElementById("state");
  const notice = document.getElementById("notice");
  const words = notice.querySelector("p");
  const retry = notice.querySelector("button");
  const touches = window.matchMedia("(pointer: coarse)").matches;
  const PATIENCE = 45000;
  let isBusy = false;

  // randomUUID exists on https and loopback only
  const newKey = () => crypto.randomUUID ? crypto.randomUUID() : Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

  // Posts a form of the page; status 0 means that nothing came back.
  async function post(url, fields) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: { "X-Ovop-Fragment": "1" },
        body: new URLSearchParams(fields),
        signal: stop.signal,
      });
      const isOurs = response.ok || (response.headers.get("Content-Type") || "").startsWith("text/plain");
      return { status: response.status, body: isOurs ? await response.text() : "" };
    } catch (error) {
      return { status: 0, body: "" };
    } finally {
      clearTimeout(timer);
    }
  }

  function say(sentence, again) {
    words.textContent = sentence;
    retry.hidden = !again;
    retry.onclick = again;
    notice.hidden = !sentence;
  }

  function wait(question) {
    isBusy = Boolean(question);
    pending.hidden = !isBusy;
    pending.querySelector("p").textContent = question;
    state.textContent = isBusy ? state.dataset.loading : "";
    composer.classList.toggle("busy", isBusy);
    if (isBusy) pending.scrollIntoView({ block: "end" });
  }

  // Puts an answer into the log; one that is already there (a retry) takes its own place.
  function place(html) {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    const turn = holder.content.querySelector(".turn");
    const known = document.getElementById(turn.id);
    if (known) known.replaceWith(turn);
    else turns.append(turn);
    return turn.querySelector(".answer");
  }

  function grow() {
    text.style.height = "auto";
    text.style.height = `${text.scrollHeight + 2}px`;
  }

  // Sends once. What does not arrive can be sent again under the same key, which the server answers once; `keep` puts
  // back what was typed and returns how to send again.
  async function send(url, fields, question, keep) {
    if (isBusy) return;
    say("");
    wait(question);
    const { status, body } = await post(url, fields);
    wait("");
    if (status === 200) {
      const answer = place(body);
      state.textContent = state.dataset.arrived;
      answer.scrollIntoView({ block: "start" });
      const isTyped = fields.text !== undefined;
      // on a phone the keyboard would cover the answer that a tap asked for
      (touches && !isTyped ? answer : text).focus({ preventScroll: true });
      return;
    }
    const mayRetry = status === 0 || status === 429 || status >= 500;
    const again = keep();
    say(body || words.dataset.lost, mayRetry ? again : null);
    text.focus({ preventScroll: true });
  }

  function sendTyped() {
    const typed = text.value;
    if (isBusy || !typed.trim()) {
      text.focus();
      return;
    }
    const sentKey = key.value;
    text.value = "";
    key.value = newKey();
    grow();
    send(composer.action, { text: typed, key: sentKey }, typed.trim(), () => {
      text.value = text.value ? `${typed}\n${text.value}` : typed;
      key.value = sentKey;
      grow();
      return sendTyped;
    });
  }

  function tap(button, sentKey) {
    send(button.formAction, { key: sentKey }, button.textContent, () => () => tap(button, sentKey));
  }

  composer.addEventListener("submit", (event) => {
    event.preventDefault();
    sendTyped();
  });
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    sendTyped();
  });
  text.addEventListener("input", grow);

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const button = event.submitter;
    if (!button) return; // an old browser: the form goes its plain way
    if (form.matches(".choices")) {
      event.preventDefault();
      tap(button, newKey());
    } else if (form.matches(".rating")) {
      event.preventDefault();
      const isOfficer = button.matches(".officer");
      const { status, body } = await post(isOfficer ? button.formAction : form.action, isOfficer ? {} : { rating: button.value });
      form.querySelector("output").textContent = status === 200 || body ? body : words.dataset.lost;
      if (status !== 200) return;
      if (isOfficer) {
        button.disabled = true;
        button.textContent = state.dataset.asked;
        return;
      }
      for (const each of form.querySelectorAll("[name=rating]")) each.setAttribute("aria-pressed", String(each === button));
      if (button.value === "down") form.querySelector(".officer").hidden = false;
    }
  });

  // What was typed survives a reload, a change of language and a closed lid; it stays in this tab.
  const DRAFT = "ovop-draft";
  try {
    const [draft, draftKey] = JSON.parse(sessionStorage.getItem(DRAFT)) || ["", ""];
    if (draft && !text.value) [text.value, key.value] = [draft, draftKey];
    window.addEventListener("pagehide", () => sessionStorage.setItem(DRAFT, JSON.stringify([text.value, key.value])));
  } catch (error) {
    // storage is switched off: the page does without
  }
  if (text.value) grow();
})();
