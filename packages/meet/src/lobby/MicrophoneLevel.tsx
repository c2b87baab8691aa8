import { useLevel } from '../devices/useLevel.ts';

const BARS = [0.08, 0.22, 0.36, 0.5, 0.64, 0.78, 0.9];

/** The level of the microphone as a row of bars that light up. */
export function MicrophoneLevel({ stream }: { stream: MediaStream | undefined }) {
	const level = useLevel(stream);
	return (
		// biome-ignore lint/a11y/useSemanticElements: A <meter> cannot be drawn as bars.
		<div
			role="meter"
			aria-label="Microphone level"
			aria-valuemin={0}
			aria-valuemax={100}
			aria-valuenow={Math.round(level * 100)}
			data-testid="level-meter"
			className="flex h-4 items-center gap-[3px]"
		>
			{BARS.map((threshold, index) => (
				<span
					key={threshold}
					style={{ height: `${5 + index * 1.6}px` }}
					className={`w-1 rounded-full transition-colors duration-75 ${level >= threshold ? 'bg-[#f6b13d]' : 'bg-white/30'}`}
				/>
			))}
		</div>
	);
}
