import { plainPage, renderHtml } from '@microzon/shared/html'
import type { Locale } from '@microzon/shared/money'

/** The statuses that the edge itself answers with. */
export const edgeStatuses = [400, 404, 405, 408, 413, 429, 431, 502, 503, 504] as const

export type EdgeStatus = (typeof edgeStatuses)[number]

type Words = { readonly title: string; readonly what: string; readonly next: string }

/** A page of the shop for what the edge answers by itself. */
export function errorPage(
  status: EdgeStatus,
  told: { readonly correlationId: string; readonly locale: Locale }
): string {
  return renderHtml(plainPage({ ...words[told.locale][kindOf(status)], ...told }))
}

/**
 * The language of `Accept-Language` that the shop speaks and the reader likes best; English where
 * there is none.
 */
export function localeOf(header = ''): Locale {
  const ranges = header
    .slice(0, 200)
    .split(',')
    .map(range => {
      const [language = '', quality = 'q=1'] = range
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/)
      return { locale: language.split('-', 1)[0], weight: Number(quality.replace('q=', '')) }
    })
    .filter(({ locale, weight }) => (locale === 'de' || locale === 'en') && weight > 0)
  const [best] = ranges.toSorted((left, right) => right.weight - left.weight)
  return best?.locale === 'de' ? 'de' : 'en'
}

type Kind = 'not-found' | 'refused' | 'too-large' | 'too-many' | 'away' | 'late'

function kindOf(status: EdgeStatus): Kind {
  switch (status) {
    case 404:
      return 'not-found'
    case 400:
    case 405:
    case 408:
    case 431:
      return 'refused'
    case 413:
      return 'too-large'
    case 429:
      return 'too-many'
    case 502:
    case 503:
      return 'away'
    case 504:
      return 'late'
  }
  return status satisfies never
}

const words: Readonly<Record<Locale, Readonly<Record<Kind, Words>>>> = {
  en: {
    'not-found': {
      title: 'There is no such page',
      what: 'Nothing in the shop has this address.',
      next: 'Check the address, or start again at the front door.'
    },
    refused: {
      title: 'This request was not understood',
      what: 'The shop could not read what your browser sent.',
      next: 'Go back and try again.'
    },
    'too-large': {
      title: 'That was too much at once',
      what: 'The form was larger than the shop takes.',
      next: 'Go back and send less.'
    },
    'too-many': {
      title: 'One moment, please',
      what: 'More requests came from your address than the shop takes in a minute.',
      next: 'Wait a few seconds, then load the page again.'
    },
    away: {
      title: 'The shop does not answer',
      what: 'The part of the shop that makes its pages cannot be reached.',
      next: 'Load the page again in a few seconds. If you were paying, look at your orders first.'
    },
    late: {
      title: 'The shop took too long',
      what: 'No answer came in time. It is not known whether your last step was done.',
      next: 'Look at your cart or your orders before you repeat it. Nothing is charged twice.'
    }
  },
  de: {
    'not-found': {
      title: 'Diese Seite gibt es nicht',
      what: 'Unter dieser Adresse liegt nichts im Laden.',
      next: 'Prüfen Sie die Adresse, oder beginnen Sie am Eingang.'
    },
    refused: {
      title: 'Diese Anfrage war nicht zu verstehen',
      what: 'Der Laden konnte nicht lesen, was Ihr Browser geschickt hat.',
      next: 'Gehen Sie zurück und versuchen Sie es noch einmal.'
    },
    'too-large': {
      title: 'Das war zu viel auf einmal',
      what: 'Das Formular war größer, als der Laden annimmt.',
      next: 'Gehen Sie zurück und senden Sie weniger.'
    },
    'too-many': {
      title: 'Einen Augenblick bitte',
      what: 'Von Ihrer Adresse kamen mehr Anfragen, als der Laden in einer Minute annimmt.',
      next: 'Warten Sie einige Sekunden und laden Sie die Seite neu.'
    },
    away: {
      title: 'Der Laden antwortet nicht',
      what: 'Der Teil des Ladens, der die Seiten macht, ist nicht zu erreichen.',
      next: 'Laden Sie die Seite in einigen Sekunden neu. Beim Bezahlen: erst die Bestellungen ansehen.'
    },
    late: {
      title: 'Der Laden hat zu lange gebraucht',
      what: 'Es kam rechtzeitig keine Antwort. Ob Ihr letzter Schritt getan ist, steht nicht fest.',
      next: 'Sehen Sie in Warenkorb oder Bestellungen nach. Nichts wird doppelt berechnet.'
    }
  }
}
