import { Component, type ReactNode } from 'react';

interface LoadedPartProps {
  /** What stands there when it could not be loaded, or broke. */
  readonly fallback: ReactNode;
  readonly children: ReactNode;
}

/** Keeps what goes wrong in one part of the page, above all in loading it, from taking the rest with it. */
export class LoadedPart extends Component<LoadedPartProps, { readonly broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { readonly broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    return this.state.broken ? this.props.fallback : this.props.children;
  }
}
