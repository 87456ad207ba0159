// Keeps the part of a page that goes on up to date. Without it the page shows what was when it was loaded.
const live = document.querySelector('[data-live]');
if (live && window.EventSource) {
  const events = new EventSource(live.dataset.live);
  const states = () => [...live.querySelectorAll('[data-state]')].map((each) => each.dataset.state).join();
  let known = states();
  events.onmessage = (event) => {
    live.innerHTML = event.data;
    // The buttons are those of another state.
    if (states() !== known) location.replace(location.pathname);
    known = states();
  };
  events.addEventListener('over', () => events.close());
}
