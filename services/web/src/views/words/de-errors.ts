import type { enErrors } from './en-errors.ts'

/** The words of the error pages. */
export const deErrors: typeof enErrors = {
  back: 'Zurück in den Laden',
  reference: 'Wenn Sie Hilfe brauchen, nennen Sie dies:',
  toOrders: 'Ihre Bestellungen ansehen',
  toCart: 'Zum Warenkorb',
  pages: {
    'not-found': {
      title: 'Diese Seite gibt es nicht',
      what: 'Vielleicht steht es nicht mehr im Regal, oder die Adresse hat einen Tippfehler.',
      next: 'Suchen Sie danach, oder beginnen Sie am Eingang.'
    },
    'stale-form': {
      title: 'Diese Seite war lange offen',
      what: 'Zu Ihrer Sicherheit hat der Laden nicht getan, was die alte Seite wollte.',
      next: 'Gehen Sie zurück, laden Sie die Seite neu und wiederholen Sie den letzten Schritt.'
    },
    'too-many': {
      title: 'Einen Augenblick bitte',
      what: 'Von Ihrer Adresse kamen mehr Anfragen, als der Laden in einer Minute annimmt.',
      next: 'Warten Sie ein paar Sekunden und laden Sie die Seite dann neu.'
    },
    busy: {
      title: 'Alle Hände sind voll',
      what: 'Im Laden ist mehr los, als er auf einmal schafft. Es ist noch nichts geschehen.',
      next: 'Warten Sie ein paar Sekunden und wiederholen Sie dann den letzten Schritt.'
    },
    'bad-request': {
      title: 'Das war nicht zu verstehen',
      what: 'Der Laden konnte mit dem, was Ihr Browser geschickt hat, nichts anfangen.',
      next: 'Gehen Sie zurück und versuchen Sie es wieder, oder beginnen Sie am Eingang.'
    },
    fault: {
      title: 'Bei uns ist etwas kaputtgegangen',
      what: 'Dem Laden ist beim Bau dieser Seite ein Fehler unterlaufen.',
      next:
        'Laden Sie die Seite neu. Falls Sie gerade gezahlt haben, sehen Sie zuerst in Ihre ' +
        'Bestellungen.'
    },
    'catalog-away': {
      title: 'Die Regale sind nicht zu erreichen',
      what: 'Der Teil des Ladens, der die Artikel kennt, antwortet nicht.',
      next: 'Versuchen Sie es in einer Minute wieder. Warenkorb und Konto bleiben erhalten.'
    },
    'cart-away': {
      title: 'Ihr Warenkorb ist nicht zu erreichen',
      what:
        'Der Teil des Ladens, der die Warenkörbe verwahrt, antwortet nicht. In Ihrem geht ' +
        'nichts verloren.',
      next:
        'Versuchen Sie es in einer Minute wieder. Umsehen können Sie sich in der ' + 'Zwischenzeit.'
    },
    'account-away': {
      title: 'Die Konten sind nicht zu erreichen',
      what: 'Der Teil des Ladens, der seine Kunden kennt, antwortet nicht.',
      next:
        'Versuchen Sie es in einer Minute wieder. Umsehen und Sammeln geht in der ' +
        'Zwischenzeit.'
    },
    'orders-away': {
      title: 'Die Bestellungen sind nicht zu erreichen',
      what: 'Der Teil des Ladens, der Bestellungen annimmt, antwortet nicht.',
      next:
        'Versuchen Sie es in einer Minute wieder. Falls Sie gerade zahlen wollten: Dieser ' +
        'Versuch kam nicht an, es wurde dafür nichts abgebucht, und Ihr Warenkorb bleibt ' +
        'erhalten.'
    },
    'payment-away': {
      title: 'Zahlen geht gerade nicht',
      what:
        'Der Teil des Ladens, der Zahlungen annimmt, antwortet nicht. Es wurde nichts ' +
        'abgebucht.',
      next: 'Versuchen Sie es in einer Minute wieder. Ihr Warenkorb bleibt erhalten.'
    },
    'order-unknown': {
      title: 'Wir prüfen Ihre Bestellung',
      what:
        'Es kam rechtzeitig keine Antwort, darum ist noch nicht bekannt, ob Ihre Bestellung ' +
        'angenommen wurde. Es wird nicht zweimal abgebucht.',
      next:
        'Sehen Sie in einer Minute in Ihre Bestellungen. Steht sie nicht dort, ist Ihr ' +
        'Warenkorb noch da.'
    },
    late: {
      title: 'Der Laden hat zu lange gebraucht',
      what:
        'Es kam rechtzeitig keine Antwort. Ob Ihr letzter Schritt getan ist, ist nicht ' +
        'bekannt.',
      next:
        'Sehen Sie in Warenkorb und Bestellungen, bevor Sie ihn wiederholen. Es wird ' +
        'nichts zweimal abgebucht.'
    }
  }
}
