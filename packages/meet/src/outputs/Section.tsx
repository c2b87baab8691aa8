import { type ReactNode, useId } from 'react';

/** One way to go live. */
export function Section(props: {
	icon: ReactNode;
	title: string;
	text: string;
	/** Whether it is on air. */
	live: boolean;
	children: ReactNode;
	testId: string;
}) {
	const id = useId();
	return (
		<section
			aria-labelledby={id}
			data-testid={props.testId}
			className="rounded-2xl border border-line p-4 [&_svg]:shrink-0"
		>
			<div className="flex gap-3.5">
				<span className="grid size-10 shrink-0 place-items-center rounded-xl bg-raised text-soft [&_svg]:size-5">
					{props.icon}
				</span>
				<div className="min-w-0 grow">
					<h3 id={id} className="flex items-center gap-2 font-semibold">
						{props.title}
						{props.live && (
							<span className="rounded-full bg-danger px-2 py-0.5 text-[0.6875rem] font-bold tracking-wide text-white">
								LIVE
							</span>
						)}
					</h3>
					<p className="mt-0.5 text-sm text-pretty text-soft">{props.text}</p>
				</div>
			</div>
			<div className="mt-3.5">{props.children}</div>
		</section>
	);
}
