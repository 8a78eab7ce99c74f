const listOf = (line: string): readonly string[] => line.split(', ')

export const STYLES = listOf(
  'Plain, Fluted, Hammered, Slender, Broad, Turned, Ribbed, Rounded, Tall, Low, Folding, ' +
    'Everyday, Workshop, Travelling, Sunday, Winter, Summer, Harbour, Cottage, Studio, Market, ' +
    'Station, Orchard, Attic, Morning, Evening, Old-Pattern, Light, Heavy, Two-Tone'
)

/** Invented houses: no maker of these names is meant. */
export const MAKERS = listOf(
  'Lindholm, Averdieck, Casparsen, Dellwig, Eskerod, Fennimore, Garnisch, Hollerup, Ivarsson, ' +
    'Jellinek, Kestner, Lovering, Mallorqui, Nettlecombe, Oravec, Pellinore, Quistorp, Ravensby, ' +
    'Sorrento Mills, Tamsin Ward, Uhlenhorst, Varley, Wexcombe, Ysengrin, Zennor, Alder and Son, ' +
    'Brook Street, Corriedale, Dunmore, Ellerbek, Finkenau, Grantham Vale'
)

export const FIRST_NAMES = listOf(
  'Clara, Henrik, Ada, Tobias, Marit, Jonas, Irene, Leopold, Thea, Casper, Ruth, Emil, ' +
    'Johanna, Piers, Agnes, Matthias'
)

/** Sentences in three parts; each is fit to stand beside any of the others. */
export const OPENINGS = [
  'Made in a small series',
  'A pattern that has been in use for two generations',
  'Chosen by the people who pack it',
  'Made to be repaired',
  'One of the quiet pieces on this shelf',
  'Made by a family of six',
  'Drawn anew after an old model',
  'Bought direct from the workshop'
] as const
export const MIDDLES = [
  'with edges finished by hand',
  'with a weight that feels right at once',
  'without anything that could come loose',
  'in a form that leaves nothing to add',
  'with its date of making on the underside',
  'packed in paper and card alone',
  'checked twice before it leaves the house',
  'with spare parts for ten years'
] as const
export const CLOSINGS = [
  'It ages well and shows where it was used.',
  'After a year it will look better than on the first day.',
  'Keep it dry and it will outlast the shelf it stands on.',
  'It comes with a card that names who made it.',
  'A good present for somebody who has enough things.',
  'It suits a narrow cupboard and a large table.',
  'Every piece differs slightly from the next.',
  'It does one thing and does it properly.'
] as const
