import { describe, expect, test } from 'vitest'
import { en } from '../texts/en.ts'
import { type ChartOptions, chart, sparkline } from './chart.ts'

const options: ChartOptions = {
  title: 'Announces <per second>',
  points: [
    { x: 0, y: 5 },
    { x: 10, y: 15 },
  ],
  xMin: 0,
  xMax: 10,
  firstLabel: 'yesterday',
  lastLabel: 'today',
  formatValue: (value) => `${value}/s`,
  head: ['Hour', 'Rate'],
  rows: [['12:00', '15/s']],
}

describe('a chart', () => {
  const text = chart(en, options).toString()

  test('says in words what it shows', () => {
    expect(text).toContain(
      'role="img" aria-label="Announces &lt;per second&gt;: between 5/s and 15/s, last 15/s"',
    )
  })

  test('has a scale from nothing to a round number', () => {
    expect(text).toContain('<span>20/s</span><span>10/s</span><span>0/s</span>')
    expect(text).toContain('d="M0 90L600 30"')
  })

  test('has its data below it as a table', () => {
    expect(text).toContain('<td >12:00</td><td class="n">15/s</td>')
  })

  test('of nothing says so', () => {
    expect(chart(en, { ...options, points: [] }).toString()).toContain(en.chart.empty)
  })
})

test('a sparkline is for the eyes only, and stays within itself', () => {
  const text = sparkline([0, 0, 0]).toString()
  expect(text).toContain('aria-hidden="true"')
  expect(text).toContain('d="M0 14L30 14L60 14"')
})
