/** What stands where something secret was. */
const STARS = '***';

/** Takes every occurrence of secrets out of a text, also as they look in an address. */
export function redact(text: string, secrets: readonly string[]): string {
	const forms = secrets.flatMap((secret) => [secret, encodeURIComponent(secret), encodeURI(secret)]);
	// The longest first: what is left of one would give it away.
	return forms
		.filter((form) => form !== '')
		.toSorted((a, b) => b.length - a.length)
		.reduce((clean, form) => clean.replaceAll(form, STARS), text);
}
