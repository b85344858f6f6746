import type { RunEvent } from '../../core/api/types';

type Listener = (events: readonly RunEvent[]) => void;

/** Hands committed events to whoever listens now, in the order of their numbers. */
export class EventHub {
  private readonly listeners = new Set<Listener>();

  publish(events: readonly RunEvent[]): void {
    this.listeners.forEach(listener => listener(events));
  }

  /** Returns what ends the subscription. */
  subscribe(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
