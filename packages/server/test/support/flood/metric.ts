/** The value of a metric without labels. @throws Error when there is none: nothing could be compared with it */
export async function metric(url: string, name: string): Promise<number> {
	const text = await (await fetch(`${url}/metrics`)).text();
	const value = Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
	if (Number.isNaN(value)) throw new Error(`there is no ${name} in ${text.slice(0, 200)}`);
	return value;
}
