import { MicOff, Pin, SignalLow, SignalMedium } from 'lucide-react';
import type { ConnectionQuality } from './useConnectionQuality.ts';

interface Props {
	text: string;
	muted: boolean;
	pinned: boolean;
	quality: ConnectionQuality;
}

/** The name plate of a tile, with the marks that matter. */
export function TileLabel({ text, muted, pinned, quality }: Props) {
	return (
		<div className="absolute bottom-2 left-2 flex h-7 max-w-[calc(100%-1rem)] items-center gap-1.5 rounded-lg bg-black/60 px-2.5 text-[0.8125rem] font-medium text-white">
			{muted && <MicOff className="size-3.5 shrink-0 text-[#ff9a9d]" aria-label="muted" data-testid="muted-mark" />}
			{pinned && <Pin className="size-3.5 shrink-0" aria-label="pinned" />}
			<span className="truncate" data-testid="tile-name">
				{text}
			</span>
			<ConnectionMark quality={quality} />
		</div>
	);
}

/** A mark for a connection that is not good; nothing when it is. */
function ConnectionMark({ quality }: { quality: ConnectionQuality }) {
	if (quality === 'good') return null;
	const Icon = quality === 'poor' ? SignalLow : SignalMedium;
	return (
		<Icon
			className={`size-4 shrink-0 ${quality === 'poor' ? 'text-[#ff9a9d]' : 'text-[#ffd08a]'}`}
			aria-label={quality === 'poor' ? 'Poor connection' : 'Weak connection'}
			data-testid="connection-mark"
			data-quality={quality}
		/>
	);
}
