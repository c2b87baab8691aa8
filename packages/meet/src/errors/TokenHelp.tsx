/** For operators: how to create links that open calls. */
export function TokenHelp() {
	return (
		<div className="mt-6 w-full rounded-2xl border border-line bg-surface p-5 text-left text-sm leading-relaxed text-soft">
			<p className="font-semibold text-text">Do you run this server?</p>
			<p className="mt-1.5">Create a token with one of its API keys, on the server or in your backend:</p>
			<pre className="mt-3 rounded-lg bg-shade px-3 py-2 text-[0.8125rem] whitespace-pre-wrap text-text">
				roomcast token <span className="whitespace-nowrap">--room {'<roomId>'}</span>{' '}
				<span className="whitespace-nowrap">--permissions allow_join</span>
			</pre>
			<p className="mt-3">
				Then share <code className="text-text">/meet/{'<roomId>'}?token=…</code>. Only a server that runs on its
				development key creates tokens automatically.
			</p>
		</div>
	);
}
