/** Texts of the page that runs a version in the browser. */
export const TRY_STRINGS = {
  tryHeading: 'Try {version} in this browser',
  tryBack: 'Back to the version',
  tryPrivate:
    'The network runs here, in your browser: your picture is sent nowhere, and nothing of it is kept.',
  tryIntro: 'Drop a picture here, paste it, or',
  tryChoose: 'choose a picture',
  tryHint: 'Any picture that your browser can show',
  tryDropNow: 'Let go to ask the network',
  tryNoScript: 'This page runs the network in your browser, which needs JavaScript.',
  tryEmpty: 'The answer will be here. The first picture loads the network, which then stays.',
  tryLoading: 'Loading the network …',
  tryWorking: 'Working …',
  tryAnnounce: '{class}, {percent} confident',
  tryTop: 'The {count} likeliest of {total} classes',
  tryAll: 'Probability of each class',
  tryFacts: '{ms} ms here: {fit} ms to fit the picture, {run} ms for the network',
  tryView: 'As the network sees it: {width}\u00a0×\u00a0{height}\u00a0pixels',
  tryUnreadable:
    'This browser cannot read {file}. The service may: ask it on the page Predict, which sends it there.',
  tryFailed: 'The network cannot run in this browser: {reason}',
  tryCloseHeading: 'How close it is to the service',
  tryClose:
    'It is the graph of the export, with this version’s head and temperature inside. For the same pixels it gives the probabilities of the service’s float32 graph within 0.0001. The picture is decoded by your browser and fitted by the same rules as in the service, whose own decoder makes pictures smaller in another way, so that pixels differ by a fraction of a step out of 255. Half of 240 photographs then had probabilities within 0.007 of the service’s, 95% within 0.033, on a network in float32. A network that came in 8 bits, such as mobilenetv2-int8, makes more of the same pixels: half within 0.044, 95% within 0.25, and one in eleven was called another class. A service that runs the int8 graph of a version, or looks at mirrored views too, differs in the same way.',
  tryUncertain:
    'Whether a picture is none of the classes is not told here: that needs what the service keeps of its training.',
  tryExport: 'The same graph, with code for other programs, is in the export.',
} as const;
