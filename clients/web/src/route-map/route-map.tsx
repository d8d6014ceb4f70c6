import { memo, useEffect, useId, useLayoutEffect, useMemo, useRef, useState, type RefObject } from 'react';
import type { RoadmapDocument } from 'roadmap-task-progress';
import { languageTag } from '../shared/text.ts';
import { useLanguageTag, useWords } from '../words/language.ts';
import { ConceptLink } from '../roadmap/concept-link.tsx';
import { layoutRoute, type RouteLayout, type Station } from './layout.ts';
import { StationMark, type StationState } from './station-mark.tsx';
import './route-map.css';

interface RouteMapProps {
  /** Undefined before there is a plan: then the line is only begun. */
  readonly roadmap: RoadmapDocument | undefined;
  readonly stateOf: (conceptId: string) => StationState;
  /** What is said beside the heading: how far it is. */
  readonly figures: string | undefined;
}

/** Of the screen, before it is known. */
const firstWidth = 304;

/** The plan as a line with its stations, from the first sketch to the last station that is learnt: always the same one. */
export const RouteMap = memo(function RouteMap({ roadmap, stateOf, figures }: RouteMapProps) {
  const { routeMap } = useWords();
  const headingId = useId();
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const stages = useMemo(() => stagesOf(roadmap), [roadmap]);
  const layout = useMemo(() => layoutRoute(stages, width), [stages, width]);
  const current = layout.stations.find(({ id }) => stateOf(id) === 'making' || stateOf(id) === 'next');
  const isDone = layout.stations.every(({ id }) => isPassed(stateOf(id)));
  useFollow(box, isDone ? 0 : current?.y);

  return (
    <nav className="route-map" aria-labelledby={headingId}>
      <header>
        <h2 id={headingId}>{routeMap.heading}</h2>
        <p className="muted">{figures}</p>
      </header>
      <div className="route-scroll" ref={box}>
        {roadmap === undefined ? (
          <Sketch />
        ) : (
          <div className="route" style={{ blockSize: rem(layout.height), inlineSize: rem(layout.width) }}>
            <Line layout={layout} stateOf={stateOf} />
            <Names roadmap={roadmap} layout={layout} stateOf={stateOf} />
          </div>
        )}
      </div>
    </nav>
  );
});

function Line({ layout, stateOf }: { layout: RouteLayout; stateOf: (id: string) => StationState }) {
  const { width, height, path, stations } = layout;
  const isFull = (station: Station | undefined) => station !== undefined && isPassed(stateOf(station.id));
  return (
    <svg viewBox={`0 0 ${width} ${height}`} style={{ inlineSize: rem(width), blockSize: rem(height) }} aria-hidden="true">
      <path className="route-line" d={path} pathLength={100} />
      {stations.map(
        (station, index) =>
          index > 0 &&
          isFull(station) &&
          isFull(stations[index - 1]) && <path key={station.id} className="route-full" d={station.path} pathLength={100} />,
      )}
      {stations.map((station, index) => (
        <StationMark key={station.id} station={station} state={stateOf(station.id)} isLast={index === stations.length - 1} />
      ))}
    </svg>
  );
}

interface NamesProps {
  readonly roadmap: RoadmapDocument;
  readonly layout: RouteLayout;
  readonly stateOf: (id: string) => StationState;
}

/** The names stand beside the line as a list of links, which is what a screen reader and the keyboard have of the map. */
function Names({ roadmap, layout, stateOf }: NamesProps) {
  const { routeMap } = useWords();
  const tag = useLanguageTag();
  const places = useMemo(() => new Map(layout.stations.map((station) => [station.id, station])), [layout]);
  return (
    <ol lang={languageTag(roadmap.language)}>
      {roadmap.stages.map((stage, index) => {
        const mark = layout.stages[index];
        return (
          <li key={stage.stage_id}>
            <h3 style={mark && placeAt(mark.x, mark.y, mark.width)}>{stage.title}</h3>
            <ol>
              {stage.modules
                .flatMap((module) => module.concepts)
                .map((concept) => {
                  const place = places.get(concept.concept_id);
                  const state = stateOf(concept.concept_id);
                  return (
                    <li
                      key={concept.concept_id}
                      id={`station-${concept.concept_id}`}
                      data-concept={concept.concept_id}
                      className={state}
                      style={place && placeAt(place.labelX, place.y, place.labelWidth)}
                    >
                      <ConceptLink conceptId={concept.concept_id}>
                        <span className="route-name">{concept.name}</span>
                        <span className="visually-hidden" lang={tag}>
                          {routeMap.said(routeMap.states[state])}
                        </span>
                      </ConceptLink>
                    </li>
                  );
                })}
            </ol>
          </li>
        );
      })}
    </ol>
  );
}

/** A line that is on its way, while nobody knows yet where to. */
function Sketch() {
  return (
    <svg className="route-sketch" viewBox="0 0 304 520" preserveAspectRatio="xMinYMin slice" aria-hidden="true">
      <path className="route-line" d="M24 24 C24 110 72 110 72 190 C72 270 40 270 40 340 C40 420 88 430 88 500" pathLength={100} />
    </svg>
  );
}

function stagesOf(roadmap: RoadmapDocument | undefined) {
  return (roadmap?.stages ?? []).map((stage) => ({
    id: stage.stage_id,
    concepts: stage.modules
      .flatMap((module) => module.concepts)
      .map((concept) => ({ id: concept.concept_id, prerequisites: concept.prerequisites })),
  }));
}

const isPassed = (state: StationState): boolean => state === 'made' || state === 'learnt';

const placeAt = (x: number, y: number, width: number) => ({
  insetInlineStart: rem(x),
  insetBlockStart: rem(y),
  inlineSize: rem(width),
});

/** A unit of the layout is a sixteenth of the font's size. */
const rem = (units: number): string => `${units / 16}rem`;

function useWidth(box: RefObject<HTMLDivElement | null>): number {
  const [width, setWidth] = useState(firstWidth);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const measure = () => {
      const unit = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
      setWidth(Math.max(1, Math.floor(element.clientWidth / unit)));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);
  return width;
}

/** Keeps a place of the map in sight, unless somebody is reading it. */
function useFollow(box: RefObject<HTMLDivElement | null>, y: number | undefined): void {
  useEffect(() => {
    const element = box.current;
    if (element === null || y === undefined || element.matches(':hover, :focus-within')) return;
    const unit = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
    element.scrollTop = y * unit - element.clientHeight / 2;
  }, [box, y]);
}
