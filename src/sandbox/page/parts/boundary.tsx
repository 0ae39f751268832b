/** Keeps what cannot be drawn from taking the page with it. */
import { Component, type ReactNode } from 'react';

interface BoundaryProps {
  /** Shown instead. */
  readonly instead: ReactNode;
  readonly children: ReactNode;
}

interface BoundaryState {
  readonly broken: boolean;
}

export class Boundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { broken: false };

  static getDerivedStateFromError(): BoundaryState {
    return { broken: true };
  }

  override render(): ReactNode {
    return this.state.broken ? this.props.instead : this.props.children;
  }
}
