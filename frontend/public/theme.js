// Runs before the first paint, so that a dark page never flashes white. A file of its own because the
// content security policy allows no inline script. Keep the key in step with src/lib/theme.ts.
;(function () {
  var choice = null
  try {
    choice = localStorage.getItem('slipway.theme')
  } catch {
    // Storage may be blocked; the system's preference still holds.
  }
  var dark = choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.classList.toggle('dark', dark)
})()
