import type { enService } from './en-service.ts'

/** The words from the checkout on, of accounts, and of the status page. */
export const deService: typeof enService = {
  checkout: {
    title: 'Kasse',
    address: 'Wohin es geht',
    addressBook: 'Ihr Adressbuch',
    newAddress: 'Andere Adresse',
    payment: 'Wie Sie zahlen',
    review: 'Was Sie bekommen',
    cardNumber: 'Kartennummer',
    cardExpiry: 'Gültig bis',
    cardExpiryHint: 'MM/JJ',
    cardCvc: 'Prüfnummer',
    cardCvcHint: 'Die drei Ziffern auf der Rückseite',
    cardKept: 'Kartennummern werden nie gespeichert.',
    testTitle: 'Dieser Laden nimmt nur Testkarten',
    testText: 'Dazu passen jedes Datum in der Zukunft und irgendwelche drei Ziffern.',
    testUse: 'Nehmen',
    testUseOf: (number, effect) => `Karte ${number} nehmen: ${effect}`,
    tests: {
      '4242424242424242': 'zahlt',
      '4000000000000002': 'wird abgelehnt',
      '4000000000009995': 'ist nicht gedeckt',
      '4000000000000119': 'bringt den Anbieter zu Fall',
      '4000000000006975': 'zahlt nach 10 Sekunden'
    },
    change: 'Warenkorb ändern',
    pay: total => `${total} zahlen`,
    sum: 'Summe',
    pieces: count => `${count} Stück`,
    shipping: 'Versand',
    free: 'kostenlos',
    taxIncluded: 'Inklusive Steuer',
    changed:
      'Der Warenkorb oder ein Preis hat sich geändert, seit diese Seite gezeigt wurde. Bitte ' +
      'sehen Sie noch einmal hin: Es wurde nichts abgebucht.',
    priceTitle: 'Der Preis hat sich geändert',
    priceText:
      'Es wurde nichts abgebucht. So viel kostet es jetzt; zahlen Sie nur, wenn Ihnen das ' +
      'recht ist.',
    priceBefore: 'Gesehen haben Sie',
    priceNow: 'Es kostet',
    over:
      'Dieses Formular galt einem Warenkorb, der seither geändert oder bestellt wurde. Dafür ' +
      'wurde nichts abgebucht.',
    refusedTitle: 'Die Zahlung kam nicht zustande',
    sentBefore: 'Dieses Formular war schon einmal gesendet worden.',
    intact: 'Ihr Warenkorb ist, wie er war.',
    refusals: {
      declined:
        'Die Karte wurde abgelehnt. Es wurde nichts abgebucht. Eine andere Karte kann gehen.',
      'insufficient-funds':
        'Die Karte ist nicht gedeckt. Es wurde nichts abgebucht. Eine andere Karte kann gehen.',
      'provider-error':
        'Der Zahlungsanbieter hat eine Störung. Es wurde nichts abgebucht. Versuchen Sie es ' +
        'wieder oder mit einer anderen Karte.',
      'price-changed':
        'Ein Preis hat sich geändert. Es wurde nichts abgebucht. Die neue Summe steht hier, ' +
        'damit Sie zustimmen können.',
      'out-of-stock':
        'Etwas wurde inzwischen ausverkauft. Es wurde nichts abgebucht. Bitte sehen Sie in ' +
        'Ihren Warenkorb.',
      'cart-changed':
        'Der Warenkorb hat sich inzwischen geändert. Es wurde nichts abgebucht. Bitte sehen ' +
        'Sie noch einmal hin.',
      abandoned:
        'Die Bestellung dauerte zu lange und wurde aufgegeben. Es wurde nichts abgebucht. ' +
        'Bitte versuchen Sie es wieder.'
    },
    cardRefusals: {
      CARD_INVALID:
        'Nummer, Datum oder Prüfnummer der Karte stimmt nicht. Es wurde nichts abgebucht.',
      CARD_NOT_OF_THE_SIMULATOR:
        'Nur die Testkarten auf dieser Seite werden genommen. Es wurde nichts abgebucht.'
    }
  },
  order: {
    title: id => `Bestellung ${id}`,
    thanks: 'Danke. Es ist auf dem Weg zu Ihnen.',
    working: 'Wir sind dabei',
    workingText:
      'Diese Seite folgt Ihrer Bestellung von selbst. Sie können sie schließen und unter ' +
      '„Ihre Bestellungen“ wiederfinden.',
    checking: 'Wir prüfen die Zahlung',
    checkingText:
      'Der Zahlungsanbieter hat noch nicht geantwortet. Es wird nicht zweimal abgebucht.',
    undoing: 'Ihre Bestellung wird storniert',
    undoingText: 'Was für Sie beiseitegelegt war, kommt zurück ins Regal.',
    cancelled: 'Ihre Bestellung wurde storniert',
    charged: total => `Sie haben ${total} gezahlt.`,
    notCharged: 'Es wurde nichts abgebucht.',
    reasons: {
      declined: 'Die Karte wurde abgelehnt.',
      'insufficient-funds': 'Die Karte war nicht gedeckt.',
      'provider-error': 'Der Zahlungsanbieter hatte eine Störung.',
      'price-changed': 'Ein Preis war nicht mehr der, den Sie gesehen hatten.',
      'out-of-stock': 'Etwas war ausverkauft, bevor es beiseitegelegt werden konnte.',
      'cart-changed': 'Der Warenkorb hatte sich inzwischen geändert.',
      abandoned: 'Es dauerte zu lange und wurde aufgegeben.',
      unknown: 'Sie ließ sich nicht ausführen.'
    },
    timeline: 'Was geschah',
    steps: {
      received: 'Bestellung erhalten',
      reserved: 'Für Sie beiseitegelegt',
      charging: 'Zahlung angefragt',
      charged: 'Zahlung erhalten',
      confirmed: 'Bestellung bestätigt',
      undoing: 'Wird storniert',
      cancelled: 'Storniert, nichts abgebucht'
    },
    states: { done: 'erledigt', current: 'läuft', open: 'steht aus' },
    lines: 'Was Sie bestellt haben',
    address: 'Wohin es geht',
    placed: date => `Bestellt am ${date}`,
    total: 'Summe',
    toCart: 'Zurück zum Warenkorb',
    refresh: 'Jetzt nachsehen'
  },
  orders: {
    title: 'Ihre Bestellungen',
    empty: 'Sie haben noch nichts bestellt',
    emptyNext: 'Wenn Sie es tun, steht es hier, mit allem, was damit geschah.',
    number: 'Bestellung',
    date: 'Datum',
    state: 'Zustand',
    total: 'Summe',
    confirmed: 'Bestätigt',
    cancelled: 'Storniert',
    working: 'In Arbeit'
  },
  user: {
    logIn: 'Anmelden',
    logInLead: 'Ihr Warenkorb kommt mit.',
    checkoutLead: 'Für die Kasse brauchen Sie ein Konto. Ihr Warenkorb kommt mit.',
    register: 'Konto anlegen',
    registerLead: 'Eine Adresse und ein Passwort, mehr braucht es nicht. Ihr Warenkorb kommt mit.',
    email: 'E-Mail-Adresse',
    password: 'Passwort',
    passwordRepeat: 'Dasselbe Passwort noch einmal',
    passwordRules: '10 bis 128 beliebige Zeichen. Ein paar Wörter sind besser als ein Rätsel.',
    haveAccount: 'Sie haben ein Konto?',
    noAccount: 'Noch kein Konto?',
    logOut: 'Abmelden',
    welcome: 'Willkommen.',
    loggedOut: 'Sie sind abgemeldet.',
    leftOut: (names, more) =>
      'Ihr Warenkorb ist voll. Nicht mehr hinein passte: ' +
      `${names.join(', ')}${more > 0 ? ` und ${more} weitere` : ''}.`,
    wrong: 'Adresse oder Passwort stimmt nicht.',
    throttled:
      'Zu viele Versuche. Bitte warten Sie eine Viertelstunde und versuchen Sie es dann wieder.',
    repeatDiffers: 'Die beiden Passwörter sind nicht gleich.',
    refusals: {
      EMAIL_TAKEN: 'Zu dieser Adresse gibt es schon ein Konto. Bitte melden Sie sich an.',
      EMAIL_INVALID: 'Das sieht nicht nach einer E-Mail-Adresse aus.',
      PASSWORD_TOO_SHORT: 'Ein Passwort hat mindestens 10 Zeichen.',
      PASSWORD_TOO_LONG: 'Ein Passwort hat höchstens 128 Zeichen.',
      PASSWORD_WRONG: 'Das ist nicht Ihr Passwort.',
      REGISTRATION_THROTTLED:
        'Von hier wurden zu viele Konten angelegt. Bitte versuchen Sie es in einer ' +
        'Viertelstunde wieder.',
      LOGIN_THROTTLED:
        'Zu viele Versuche. Bitte warten Sie eine Viertelstunde und versuchen Sie es dann wieder.'
    }
  },
  account: {
    title: 'Ihr Konto',
    loggedInAs: 'Sie sind angemeldet als',
    orders: 'Bestellungen',
    ordersText: 'Alles, was Sie bestellt haben, und was damit geschah.',
    toOrders: 'Ihre Bestellungen ansehen',
    addresses: 'Adressen',
    noAddresses: 'Noch keine Adresse. Mit einer ist die Kasse schon ausgefüllt.',
    addAddress: 'Adresse hinzufügen',
    saveAddress: 'Adresse speichern',
    remove: 'Entfernen',
    removeOf: (name, street) => `Adresse von ${name}, ${street} entfernen`,
    password: 'Passwort',
    changePassword: 'Passwort ändern',
    oldPassword: 'Ihr Passwort',
    newPassword: 'Das neue Passwort',
    newPasswordRepeat: 'Das neue Passwort noch einmal',
    endsOthers: 'Auf anderen Geräten müssen Sie sich dann neu anmelden.',
    addressAdded: 'Adresse gespeichert.',
    addressRemoved: 'Adresse entfernt.',
    addressLimit: 'Das Adressbuch ist voll. Entfernen Sie eine Adresse, um Platz zu schaffen.',
    passwordChanged: 'Passwort geändert.'
  },
  status: {
    title: 'Zustand der Dienste',
    lead: 'Alle Dienste des Ladens mit ihren Instanzen, wie diese Web-Instanz sie sieht.',
    refreshed: time => `Stand ${time}.`,
    again: 'Erneuert sich von selbst.',
    fine: 'Alle Dienste antworten',
    problems: count =>
      count === 1 ? '1 Dienst hat ein Problem' : `${count} Dienste haben Probleme`,
    states: { ready: 'bereit', draining: 'läuft aus', failing: 'gestört', gone: 'weg' },
    sources: {
      live: '',
      'last-known': 'Das Verzeichnis antwortet nicht. Das ist, was zuletzt bekannt war.',
      none: 'Das Verzeichnis hat noch nicht geantwortet.'
    },
    none: 'Keine Instanz bekannt.',
    instance: 'Instanz',
    state: 'Zustand',
    version: 'Version',
    since: 'Seit',
    requests: count => (count === 1 ? '1 Anfrage' : `${count} Anfragen`),
    errors: count => `${count} Fehler`,
    pause: 'Anhalten',
    traffic: 'Letzte 60 Sekunden',
    quiet: 'keine Aufrufe',
    from: (mechanism, age) => `Aus ${mechanism}, bestätigt vor ${age}`,
    inFlight: count => `${count} unterwegs`,
    estimate: time => `≈ ${time}`,
    retries: count => `${count} Wiederholungen übrig`,
    throttled: percent => `${percent} % gedrosselt`,
    ejections: count => (count === 1 ? 'einmal ausgesetzt' : `${count}-mal ausgesetzt`),
    circuits: {
      open: span => `Sicherung offen, neuer Versuch in ${span}`,
      'half-open': _span => 'Sicherung halb offen'
    },
    spark: (mean, worst) => `Mittel ${mean}, schlechteste Sekunde ${worst}`,
    ready: (ready, all) => `${ready} von ${all} bereit`
  }
}
