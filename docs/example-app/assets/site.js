// The time of the visitor, where scripts run.
document.querySelectorAll('time').forEach(function (at) {
  at.textContent = new Date().toLocaleTimeString();
});
