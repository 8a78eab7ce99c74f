import { deErrors } from './de-errors.ts'
import { deService } from './de-service.ts'
import type { Words } from './index.ts'

/** Every word that the shop says in German. */
export const de: Words = {
  ...deService,
  errors: deErrors,
  frame: {
    skip: 'Zum Inhalt',
    tagline: 'ein kleiner Gemischtwarenladen',
    categories: 'Abteilungen',
    close: 'Schließen',
    search: 'Suchen',
    searchHint: 'Im Laden suchen',
    stale:
      'Unser Katalog antwortet gerade nicht. Preise und Bestand sind so, wie wir sie zuletzt kannten.',
    cart: 'Warenkorb',
    cartWith: count => (count === 1 ? 'Warenkorb, 1 Stück' : `Warenkorb, ${count} Stück`),
    account: 'Konto',
    logIn: 'Anmelden',
    terms: 'Preise in Euro, inklusive Steuer. Keine Versandkosten.',
    status: 'Zustand der Dienste',
    orders: 'Ihre Bestellungen',
    reference: 'Kennung',
    copy: 'Kennung kopieren',
    copied: 'Kopiert.',
    breadcrumbs: 'Sie sind hier',
    shop: 'Laden',
    dismiss: 'Ausblenden',
    toCart: 'Zum Warenkorb',
    toCheckout: 'Zur Kasse',
    failed:
      'Das hat den Laden nicht erreicht. Prüfen Sie Ihre Verbindung und versuchen Sie es ' +
      'noch einmal.'
  },
  shop: {
    title: 'Ein kleiner Gemischtwarenladen',
    hero: {
      spring: { over: 'In diesem Frühling', title: 'Die Fenster auf.' },
      summer: { over: 'In diesem Sommer', title: 'Lange Abende, leichtes Gepäck.' },
      autumn: { over: 'In diesem Herbst', title: 'Setzen Sie Tee auf.' },
      winter: { over: 'In diesem Winter', title: 'Drinnen bleiben, weiterlesen.' }
    },
    lead:
      'Bücher, Platten, Werkzeug und Dinge für die Küche: einzeln ausgesucht und für viele ' +
      'Jahre gemacht.',
    look: 'Neues ansehen',
    shelf: name => `Alles aus ${name}`,
    shelfScroll: name => `${name}, lässt sich seitlich schieben`,
    newest: 'Neu im Laden',
    emptyTitle: 'Die Regale sind leer',
    empty: 'Noch gibt es nichts zu kaufen. Sobald der erste Katalog geladen ist, steht er hier.'
  },
  list: {
    things: (count, text) => (count === 1 ? '1 Artikel' : `${text} Artikel`),
    all: name => `Alles aus ${name}`,
    narrow: 'Genauer',
    sortBy: 'Sortieren nach',
    sorts: {
      newest: 'Neueste',
      'price-asc': 'Preis aufsteigend',
      'price-desc': 'Preis absteigend',
      name: 'Name'
    },
    next: 'Nächste Seite',
    first: 'Zurück zum Anfang',
    pages: 'Seiten',
    empty: 'In diesem Regal steht gerade nichts.',
    emptyNext: 'Sehen Sie in ein anderes, oder suchen Sie im ganzen Laden.'
  },
  card: {
    from: price => `ab ${price}`,
    soldOut: 'Ausverkauft',
    onlyLeft: count => `Nur noch ${count}`
  },
  search: {
    title: 'Suche',
    titleFor: text => `Suche: ${text}`,
    found: text => `Treffer für „${text}“`,
    results: (count, text) => (count === 1 ? '1 Treffer' : `${text} Treffer`),
    moreThan: text => `mehr als ${text} Treffer`,
    nothing: text => `Nichts gefunden für „${text}“`,
    help:
      'Wortanfänge genügen, und ein Tippfehler wird verziehen. Versuchen Sie weniger oder ' +
      'andere Wörter:',
    tryThis: 'Noch einmal suchen',
    start: 'Was suchen Sie?',
    startHelp: 'Ein Titel, ein Name, ein Ding, ein Material: der Anfang eines Wortes genügt.',
    browse: 'Oder gehen Sie an den Regalen entlang'
  },
  product: {
    picture: name => `Bild von ${name}`,
    option: 'Ihre Wahl',
    comesAs: 'Gibt es als',
    amount: 'Anzahl',
    less: 'Eins weniger',
    more: 'Eins mehr',
    add: 'In den Warenkorb',
    soldOut: 'Ausverkauft',
    allSoldOut: 'Das ist gerade ausverkauft.',
    inStock: 'Vorrätig',
    onlyLeft: count => `Nur noch ${count}`,
    description: 'Beschreibung',
    related: 'Aus demselben Regal',
    terms: 'Inklusive Steuer. Keine Versandkosten.'
  },
  cart: {
    title: 'Ihr Warenkorb',
    empty: 'Ihr Warenkorb ist leer',
    emptyNext: 'Was Sie hineinlegen, bleibt dreißig Tage hier, mit und ohne Konto.',
    browse: 'Im Laden umsehen',
    going: 'Weiter einkaufen',
    lines: 'In Ihrem Warenkorb',
    each: price => `je ${price}`,
    amountOf: name => `Anzahl von ${name}`,
    lessOf: name => `Eins weniger von ${name}`,
    moreOf: name => `Eins mehr von ${name}`,
    update: 'Ändern',
    remove: 'Entfernen',
    removeOf: name => `${name} entfernen`,
    sum: 'Summe',
    terms: 'Inklusive Steuer, keine Versandkosten.',
    checkout: 'Zur Kasse',
    invalid:
      'Etwas in Ihrem Warenkorb lässt sich so nicht kaufen. Es ist unten markiert, mit dem Ausweg.',
    frozen:
      'Aus diesem Warenkorb wird gerade eine Bestellung. Er lässt sich im Moment nicht ändern.',
    waiting:
      'Ihre letzte Bestellung ist noch nicht abgeschlossen. Sobald sie es ist, lässt sich dieser ' +
      'Warenkorb kaufen.',
    toOrders: 'Ihre Bestellungen ansehen',
    unpriced:
      'Preise und Vorrat lassen sich gerade nicht prüfen. Ihr Warenkorb bleibt erhalten; ' +
      'versuchen Sie es in einer Minute wieder.',
    again: 'Noch einmal versuchen',
    noPrice: 'nicht bekannt',
    problems: {
      gone: 'Wird nicht mehr verkauft. Entfernen Sie es, um weiterzukommen.',
      'option-gone':
        'Diese Ausführung wird nicht mehr verkauft. Entfernen Sie sie, oder wählen Sie auf ' +
        'der Seite eine andere.',
      'sold-out':
        'Ausverkauft. Entfernen Sie es, um weiterzukommen, oder sehen Sie später wieder nach.',
      'too-few': 'So viele sind nicht mehr da.'
    },
    takeRest: stock => (stock === 1 ? 'Das letzte nehmen' : `Die letzten ${stock} nehmen`),
    optionMissing: 'Bitte wählen Sie eine Ausführung.',
    amountWrong: 'Die Anzahl muss eine Zahl von 1 bis 99 sein.',
    changed: 'Anzahl geändert.',
    removed: 'Aus dem Warenkorb entfernt.',
    added: 'Liegt im Warenkorb.',
    capped: 'Liegt im Warenkorb, mit der größten Anzahl, die wir von einer Sache verkaufen: 99.',
    lineGone: 'Der Warenkorb hat sich inzwischen geändert: Das liegt nicht mehr darin.',
    refusals: {
      PRODUCT_UNKNOWN: 'Dieser Artikel wird nicht mehr verkauft.',
      OPTION_UNKNOWN: 'Diese Ausführung wird nicht mehr verkauft. Bitte wählen Sie eine andere.',
      SOLD_OUT: 'Diese Ausführung ist eben ausverkauft. Bitte wählen Sie eine andere.',
      CART_LINE_LIMIT:
        'Ein Warenkorb fasst 50 verschiedene Dinge. Entfernen Sie eines, oder bestellen Sie ' +
        'diese zuerst.',
      CART_FROZEN:
        'Aus Ihrem Warenkorb wird gerade eine Bestellung. Bitte warten Sie kurz und ' +
        'versuchen Sie es dann wieder.',
      CART_CLOSED:
        'Aus Ihrem Warenkorb ist eine Bestellung geworden. Bitte versuchen Sie es noch ' +
        'einmal; ein neuer steht bereit.'
    }
  },
  forms: {
    problem: 'Bitte sehen Sie noch einmal hin',
    stale:
      'Diese Seite war lange offen, darum wurde nichts gesendet. Bitte prüfen Sie sie und ' +
      'senden Sie sie noch einmal.',
    missing: 'Bitte füllen Sie das aus.',
    tooLong: 'Das ist zu lang.',
    country: 'Bitte wählen Sie ein Land.',
    name: 'Name',
    street: 'Straße und Hausnummer',
    postalCode: 'Postleitzahl',
    city: 'Ort',
    countryLabel: 'Land',
    chooseCountry: 'Land wählen'
  }
}
