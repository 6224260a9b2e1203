/** Blocks, what holds them and what they would hit, as the JSON API tells them. */
import type * as z from 'zod'
import { type Block, kindOf } from '#index/blocks/block'
import type { BlockPreview } from '#index/blocks/block-preview'
import { targetText } from '#index/blocks/block-target'
import type { ListReport, Sources } from '#index/blocks/block-tracker'
import type { HoldingRule } from '#index/blocks/rules-in-force'
import type { BlockJson, BlockListJson, BlockPreviewJson, holdingSchema } from './block-schemas.ts'

export function blockJson(block: Block): BlockJson {
  return {
    kind: block.kind,
    target: block.text,
    reason: block.reason,
    added_at: block.addedAt,
    ends_at: block.endsAt ?? null,
    added_by: block.addedBy,
  }
}

export function listJson(report: ListReport): BlockListJson {
  return {
    kind: report.kind,
    rules: report.rules,
    faults: report.faults,
    first_faults: [...report.toldFaults],
    problem: report.problem ?? null,
    read_at: report.readAt ?? null,
  }
}

export function previewJson({
  target: of,
  holding,
  census,
  announces,
}: BlockPreview): BlockPreviewJson {
  return {
    kind: kindOf(of),
    target: targetText(of),
    blocked_by: holding === undefined ? null : holdingJson(holding),
    torrents: census?.torrents ?? null,
    peers: census?.peers ?? null,
    // Peers come and go while they are counted.
    peers_share:
      census === undefined ? null : Math.min(1, census.peers / Math.max(1, census.allPeers)),
    announces_share: announces?.share ?? null,
    samples: announces?.samples ?? null,
  }
}

function holdingJson(holding: HoldingRule): z.infer<typeof holdingSchema> {
  const { source, target: of } = holding
  const { reason, endsAt } = source === 'list' ? holding.rule : holding.block
  const line = source === 'list' ? holding.rule.line : null
  return { source, target: targetText(of), reason, ends_at: endsAt ?? null, line }
}

/** With fewer samples than this chance decides, and a network of one client would be shown. */
const shownSamplesMin = 8

export function sharesOf({ samples, refused, entries }: Sources, limit: number) {
  return entries
    .filter((entry) => entry.count >= shownSamplesMin)
    .slice(0, limit)
    .map((entry) => ({
      text: targetText(entry.target),
      announces_share: Math.min(1, entry.count / Math.max(1, samples)),
      refusals_share: Math.min(1, entry.refused / Math.max(1, refused)),
    }))
}
