import { TriangleAlert } from 'lucide-react';
import type { DeviceProblem } from '../devices/deviceProblem.ts';

/** Says why a device is not there and what to do; joining stays possible. */
export function DeviceNotice({ problem, onRetry }: { problem: DeviceProblem; onRetry: () => void }) {
	return (
		<div
			role="alert"
			data-testid="device-notice"
			data-reason={problem.reason}
			className="mt-4 flex gap-3 rounded-xl border border-line bg-surface px-4 py-3 text-sm leading-relaxed"
		>
			<TriangleAlert className="mt-0.5 size-4.5 shrink-0 text-accent-ink" aria-hidden="true" />
			<p className="grow">
				<strong className="font-semibold">{problem.title}.</strong> <span className="text-soft">{problem.help}</span>
			</p>
			<button
				type="button"
				onClick={onRetry}
				className="h-8 shrink-0 self-center rounded-lg px-2.5 font-semibold text-accent-ink hover:bg-raised"
			>
				Try again
			</button>
		</div>
	);
}
