import { MicOff, Pin } from 'lucide-react';
import { ConnectionMark } from './ConnectionMark.tsx';
import type { ConnectionQuality } from './rateConnection.ts';

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
