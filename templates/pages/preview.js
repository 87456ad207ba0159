// Loads the preview anew when the letter, or what is wrong with it, has changed.
const stamp = document.body.dataset.stamp;
setInterval(async () => {
  try {
    const now = await (await fetch('/stamp' + location.search)).text();
    if (now !== stamp) location.reload();
  } catch {
    // The preview has ended, or begins anew: the next time will tell.
  }
}, 1000);
