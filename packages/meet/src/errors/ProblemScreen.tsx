import { CircleSlash, House, LogIn, RotateCw, TriangleAlert } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useParameters } from '../parameters/useParameters.ts';
import { Button, LinkButton } from '../ui/Button.tsx';
import { Page } from '../ui/Page.tsx';
import type { Problem } from './Problem.ts';
import { SCREENS, type Screen, type Way } from './table.ts';

/** The full-page message for a call that is over or never began. */
export function ProblemScreen({ problem, onRetry }: { problem: Problem; onRetry: () => void }) {
	const parameters = useParameters();
	const heading = useRef<HTMLHeadingElement>(null);
	const { title, text, ways, tone }: Screen = SCREENS[problem.screen];
	const { redirectOnLeave, leftScreenActionButtonLabel, leftScreenActionButtonHref } = parameters;
	const calm = tone === 'calm';

	// Focus goes to the news, so that a screen reader tells it.
	useEffect(() => heading.current?.focus(), []);
	useEffect(() => {
		if (calm && redirectOnLeave !== undefined) window.location.assign(redirectOnLeave);
	}, [calm, redirectOnLeave]);

	const offered = ways.filter((way) => way !== 'rejoin' || parameters.leftScreenRejoinButtonEnabled);
	return (
		<Page data-testid="error-page">
			<section
				data-testid={problem.screen === 'LEFT' ? 'left-screen' : 'error-screen'}
				data-error-code={problem.screen}
				data-error-number={problem.code}
				className="arriving flex w-full max-w-lg flex-col items-center text-center"
			>
				<span
					className={`mb-6 grid size-16 place-items-center rounded-2xl ${calm ? 'bg-raised text-text' : 'bg-accent text-accent-text'}`}
				>
					{calm ? <CircleSlash className="size-7" /> : <TriangleAlert className="size-7" />}
				</span>
				<h1
					ref={heading}
					tabIndex={-1}
					className="text-3xl font-bold tracking-tight text-balance outline-none sm:text-4xl"
				>
					{title}
				</h1>
				<p className="mt-3 text-base leading-relaxed text-pretty text-soft">{text}</p>
				{problem.detail !== undefined && !calm && (
					<p
						data-testid="error-detail"
						className="mt-5 max-w-full rounded-xl bg-shade px-4 py-2.5 text-sm leading-relaxed break-words text-soft"
					>
						{problem.detail}
						{problem.code !== undefined && <span className="ml-2 tabular-nums">({problem.code})</span>}
					</p>
				)}
				{problem.screen === 'NO_TOKEN' && <TokenHelp />}
				<div className="mt-8 flex flex-wrap justify-center gap-3">
					{offered.map((way, index) => (
						<WayOut key={way} way={way} main={index === 0} onRetry={onRetry} />
					))}
					{calm && leftScreenActionButtonLabel !== undefined && leftScreenActionButtonHref !== undefined && (
						<LinkButton href={leftScreenActionButtonHref} data-testid="left-action">
							{leftScreenActionButtonLabel}
						</LinkButton>
					)}
				</div>
			</section>
		</Page>
	);
}

const RETRY: Record<'rejoin' | 'retry', { icon: ReactNode; label: string }> = {
	rejoin: { icon: <LogIn className="size-4.5" />, label: 'Join again' },
	retry: { icon: <RotateCw className="size-4.5" />, label: 'Try again' },
};

function WayOut({ way, main, onRetry }: { way: Way; main: boolean; onRetry: () => void }) {
	if (way === 'home') {
		return (
			<LinkButton href="/" look={main ? 'primary' : 'plain'} data-testid="home-button">
				<House className="size-4.5" aria-hidden="true" />
				Start page
			</LinkButton>
		);
	}
	const { icon, label } = RETRY[way];
	return (
		<Button look={main ? 'primary' : 'plain'} onClick={onRetry} data-testid={`${way}-button`}>
			{icon}
			{label}
		</Button>
	);
}

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
