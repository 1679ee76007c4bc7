// A form works without this file; with it, a step comes without a reload, no press counts twice and nothing typed is lost.
"use strict";
(() => {
  if (!window.fetch || !window.DOMParser || !document.body.closest) return;
  const PATIENCE = 120000; // photos over a slow line
  const here = () => location.pathname + location.search;
  let isBusy = false;
  let seen = here();

  function fieldsOf(form, button) {
    const fields = new FormData(form);
    if (button && button.name) fields.append(button.name, button.value);
    return form.enctype === "multipart/form-data" ? fields : new URLSearchParams(fields);
  }

  // Returns what came back as text, and the address that shows it again; throws where nothing came.
  async function load(target, how) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const response = await fetch(target, { ...how, signal: stop.signal });
      return { isOk: response.ok, text: await response.text(), address: response.redirected ? response.url : "" };
    } finally {
      clearTimeout(timer);
    }
  }

  function post(form, button, headers) {
    const target = (button && button.getAttribute("formaction")) || form.getAttribute("action");
    return load(target, { method: "POST", body: fieldsOf(form, button), headers });
  }

  function say(id, isSaid) {
    const place = document.getElementById(id);
    if (!place) return;
    place.textContent = isSaid ? Object.values(place.dataset)[0] : "";
    if (id === "lost") place.hidden = !isSaid;
    if (id === "lost" && isSaid) place.scrollIntoView({ block: "center" });
  }

  function wait(isWaiting) {
    isBusy = isWaiting;
    document.body.classList.toggle("sending", isWaiting);
    say("sending", isWaiting);
  }

  // Puts the new step in the place of the old one, with all that stands below it.
  function turnTo(text) {
    const next = new DOMParser().parseFromString(text, "text/html");
    const main = document.querySelector("main");
    while (main.nextSibling) main.nextSibling.remove();
    let after = next.querySelector("main").nextSibling;
    while (after) {
      const following = after.nextSibling;
      document.body.append(document.adoptNode(after));
      after = following;
    }
    main.replaceWith(document.adoptNode(next.querySelector("main")));
    document.title = next.title;
    lead();
  }

  // Leads eyes and screen readers to what is new: the answer above the form, else the heading.
  function lead() {
    const target = document.querySelector(".aside .answer") || document.getElementById("step") || document.getElementById("content");
    target.focus({ preventScroll: true });
    const top = document.querySelector("main").getBoundingClientRect().top + window.scrollY;
    window.scrollTo({ top, behavior: "instant" });
  }

  async function rate(form, button) {
    const output = form.querySelector("output");
    try {
      const { isOk, text } = await post(form, button, { "X-Ovop-Fragment": "1" });
      output.textContent = text;
      if (isOk) for (const each of form.querySelectorAll("button")) each.setAttribute("aria-pressed", String(each === button));
    } catch (error) {
      say("lost", true);
    }
  }

  async function turn(loading) {
    say("lost", false);
    wait(true);
    try {
      const { text, address } = await loading();
      turnTo(text);
      if (address && address !== location.href) history.pushState(null, "", address);
      seen = here();
    } catch (error) {
      say("lost", true);
    } finally {
      wait(false);
    }
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches(".keys, .upload, .composer, .rating, .again")) return; // the rest leads elsewhere: it goes its plain way
    event.preventDefault();
    if (form.matches(".rating")) rate(form, event.submitter);
    else if (!isBusy) turn(() => post(form, event.submitter));
  });
  // Back and forward go from step to step; a way to a place on this very page is none.
  window.addEventListener("popstate", () => {
    if (here() !== seen) turn(() => load(location.href));
  });
  document.addEventListener("keydown", (event) => {
    if (!event.target.matches(".composer textarea") || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (event.target.value.trim()) event.target.form.requestSubmit();
  });
  document.addEventListener("input", (event) => {
    if (!event.target.matches(".composer textarea")) return;
    event.target.style.height = "auto";
    event.target.style.height = `${event.target.scrollHeight + 2}px`;
  });
})();
