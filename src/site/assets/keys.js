// Keys: "/" goes to the search field, "j" and "k" to the next and previous row of a list; Enter opens its link.
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
  if (event.key === '/') focusOn(document.querySelector('[data-search]'), event)
  if (event.key === 'j') focusOn(rowLink(1), event)
  if (event.key === 'k') focusOn(rowLink(-1), event)
})

function isTyping(element) {
  return element.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(element.tagName)
}

function focusOn(element, event) {
  if (!element) return
  event.preventDefault()
  element.focus()
  if (element.select) element.select()
}

// Where tabs or filters are wider than a phone, the present one is scrolled into sight.
for (const line of document.querySelectorAll('.tabs, .filters')) {
  const edge = line.querySelector('[aria-current]')?.getBoundingClientRect().right
  if (edge) line.scrollLeft += edge + 16 - line.getBoundingClientRect().right
}

/** The link of the row that is `step` rows from the one with the focus; without one, the first or last row's. */
function rowLink(step) {
  const links = [...document.querySelectorAll('[data-rows] tbody .name a:first-of-type')]
  const row = document.activeElement.closest('tr')
  const at = links.findIndex((link) => link.closest('tr') === row)
  if (at === -1) return links.at(step > 0 ? 0 : -1)
  return links[at + step]
}
