import { LoaderCircle } from 'lucide-react';
import type { ReactNode } from 'react';
import { Brand } from './Brand.tsx';

/** The frame of every screen that is not the call: brand on top, contents in the middle. */
export function Page({ children, ...rest }: { children: ReactNode; 'data-testid'?: string }) {
	return (
		<div className="flex min-h-full flex-col" {...rest}>
			<header className="flex h-16 shrink-0 items-center px-4 sm:px-8 [@media(max-height:37.5rem)]:h-12">
				<Brand />
			</header>
			<main className="grid grow grid-cols-[minmax(0,1fr)] place-items-center px-4 pb-10 wrap-anywhere sm:px-8 [@media(max-height:37.5rem)]:pb-3">
				{children}
			</main>
		</div>
	);
}

/** A screen for the moments in which there is nothing to do but wait. */
export function Busy({ text }: { text: string }) {
	return (
		<Page data-testid="busy">
			<p role="status" className="flex items-center gap-3 text-soft">
				<LoaderCircle className="size-5 animate-spin" aria-hidden="true" />
				{text}
			</p>
		</Page>
	);
}
