//! The map of a territory: what is drawn where, in units of a tenth of a pixel.

use std::collections::HashMap;

use network::model::{OrganisationKind, Standing};
use network::seats::Seat;
use territory::{Commune, Flat, Frame, Mesh, Outlines, Zone, ZoneKind, france, mesh_of, path};

use super::model::CLASSES;
use super::service::View;

/// Largest width and height.
const MOST: (f64, f64) = (7_200.0, 6_600.0);
/// Room around the territory.
const MARGIN: f64 = 150.0;
/// Room below it, for the scale.
const FOOT: f64 = 350.0;
/// Lines are no finer than this.
const DETAIL: f64 = 6.0;
/// Most communes whose own outlines are drawn.
const MOST_CELLS: usize = 400;
/// Most libraries that are drawn as dots, and most members as signs that lead to their pages.
const MOST_DOTS: usize = 1_500;
const MOST_SIGNS: usize = 60;
/// Height of letters on a wide screen and on a narrow one.
const LETTER: f64 = 135.0;
const LARGE_LETTER: f64 = 270.0;

/// Whom a sign stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A career-guidance centre.
    Centre,
    /// A member of the network.
    Member,
}

/// A sign that leads to the page of an organisation.
#[derive(Clone, Debug)]
pub struct Sign {
    /// Whom it stands for.
    pub mark: Mark,
    /// Across.
    pub x: i64,
    /// Down.
    pub y: i64,
    /// Who it is.
    pub seat: Seat,
}

/// The name of a town.
#[derive(Clone, Debug)]
pub struct Label {
    /// Its name.
    pub name: &'static str,
    /// Across.
    pub x: i64,
    /// Down, to the foot of the letters.
    pub y: i64,
    /// `start`, `middle` or `end`.
    pub anchor: &'static str,
    /// Where the town is.
    pub dot: (i64, i64),
    /// Whether there is room for it on a narrow screen too.
    pub everywhere: bool,
}

/// The map.
#[derive(Clone, Debug)]
pub struct Map {
    /// Units across.
    pub width: i64,
    /// Units down.
    pub height: i64,
    /// The ground by class of distance.
    pub ground: [String; CLASSES],
    /// Borders of communes; empty where there are too many of them.
    pub cells: String,
    /// Borders of the territories within.
    pub parts: String,
    /// Borders of régions, on the map of the country.
    pub regions: String,
    /// The outline.
    pub outline: String,
    /// The commune that the page is about, on the map of what it lies in.
    pub focus: String,
    /// Libraries that are not members.
    pub dots: String,
    /// How many there are, if they are too many to be drawn.
    pub undrawn: usize,
    /// Members and centres.
    pub signs: Vec<Sign>,
    /// Towns.
    pub labels: Vec<Label>,
    /// Length of the scale, and kilometres.
    pub scale: (i64, u32),
    /// What is shown, where it is not the territory itself.
    pub of: Zone,
}

impl Map {
    /// Whether there is such a sign on it.
    #[must_use]
    pub fn has(&self, mark: Mark) -> bool {
        self.signs.iter().any(|s| s.mark == mark)
    }
}

/// What the map of a territory shows: itself, or for a commune the inter-communal body or the
/// département around it.
#[must_use]
pub fn shown(zone: Zone) -> Zone {
    match zone.kind() {
        ZoneKind::Commune => zone.around().pop().unwrap_or(zone),
        _ => zone,
    }
}

/// Draws the map; `None` where nobody knows where the communes are.
#[must_use]
pub fn draw(view: &View) -> Option<Map> {
    let zone = shown(view.zone);
    let mesh = mesh_of(zone)?;
    let numbers: HashMap<&str, u32> =
        (1..).zip(&france().communes).map(|(n, c)| (c.code, n)).collect();
    let number = |c: &Commune| numbers.get(c.code).copied().unwrap_or(0);
    let class = |c: &Commune| {
        u32::try_from(view.reach.class(number(c).saturating_sub(1) as usize)).unwrap_or(0)
    };
    let departments: HashMap<&str, u32> =
        (1..).zip(&france().departments).map(|(n, d)| (d.code, n)).collect();
    let bodies: HashMap<&str, u32> = {
        let mut all: Vec<&str> = zone.communes().map(|c| c.epci).collect();
        all.sort_unstable();
        all.dedup();
        (1..).zip(all).map(|(n, e)| (e, n)).collect()
    };
    let part = |c: &Commune| match zone.kind() {
        ZoneKind::Country | ZoneKind::Region => departments.get(c.department).copied(),
        _ => bodies.get(c.epci).copied(),
    };
    // What lies side by side is one piece while class and part are the same.
    let piece = |c: &Commune| match zone.holds(c) {
        true => part(c).unwrap_or(1) * 8 + class(c),
        false => 0,
    };
    let rough = Outlines::of(&mesh, piece);
    let rings = rough.rings(|p| p != 0);
    let frame = Frame::around(rings.iter().flatten(), MOST, MARGIN)?;
    let outlines = rough.drawn(&frame, DETAIL);
    let closed = |rings: Vec<Vec<Flat>>| path(rings.iter().map(Vec::as_slice), true);
    let inner = |a: u32, b: u32| a != 0 && b != 0 && a / 8 != b / 8;
    let region = |piece: u32| {
        france().departments.get((piece / 8).saturating_sub(1) as usize).map_or("", |d| d.region)
    };
    let country = zone.kind() == ZoneKind::Country;
    let known: Vec<&Seat> = view.nearby.iter().filter(|s| is_dot(s)).collect();
    let dots = if known.len() > MOST_DOTS { &[][..] } else { &known };
    let signs = signs(view, &mesh, &frame);
    Some(Map {
        width: frame.width.round() as i64,
        height: (frame.height + FOOT).round() as i64,
        ground: std::array::from_fn(|k| {
            closed(outlines.rings(|p| p != 0 && p % 8 == u32::try_from(k).unwrap_or(7)))
        }),
        cells: match zone.communes().nth(MOST_CELLS) {
            None => {
                let own = |c: &Commune| if zone.holds(c) { number(c) } else { 0 };
                let cells = Outlines::of(&mesh, own).drawn(&frame, 2.0);
                path(cells.lines(|a, b| a != 0 && b != 0), false)
            }
            Some(_) => String::new(),
        },
        parts: path(
            outlines.lines(|a, b| inner(a, b) && (!country || region(a) == region(b))),
            false,
        ),
        regions: match country {
            true => path(outlines.lines(|a, b| inner(a, b) && region(a) != region(b)), false),
            false => String::new(),
        },
        outline: closed(outlines.rings(|p| p != 0)),
        focus: match zone == view.zone {
            true => String::new(),
            false => {
                let own = |c: &Commune| u32::from(c.code == view.zone.code() || view.zone.holds(c));
                closed(Outlines::of(&mesh, own).drawn(&frame, 2.0).rings(|p| p == 1))
            }
        },
        dots: spots(dots.iter().filter_map(|s| place(&mesh, &frame, s))),
        undrawn: known.len() - dots.len(),
        labels: labels(zone, &mesh, &frame, &signs),
        signs,
        scale: scale(&frame),
        of: zone,
    })
}

/// A library that is only known.
fn is_dot(seat: &Seat) -> bool {
    seat.kind == OrganisationKind::Library && seat.standing == Standing::Listed && seat.open
}

/// Where a seat comes to lie, if it does on this map.
fn place(mesh: &Mesh, frame: &Frame, seat: &Seat) -> Option<Flat> {
    let [x, y] = frame.place(mesh.flat(seat.point?));
    let inside = (0.0..=frame.width).contains(&x) && (0.0..=frame.height).contains(&y);
    inside.then_some([x, y])
}

/// Points as a path of strokes without length, which round ends make dots.
fn spots(points: impl Iterator<Item = Flat>) -> String {
    let mut all: Vec<(i64, i64)> =
        points.map(|p| (p[0].round() as i64, p[1].round() as i64)).collect();
    all.sort_unstable();
    all.dedup();
    let dots = all.iter().map(|(x, y)| format!("M{x} {y}h0"));
    dots.collect()
}

/// Centres and members of the territory.
fn signs(view: &View, mesh: &Mesh, frame: &Frame) -> Vec<Sign> {
    let mark = |seat: &Seat| match (seat.kind, seat.standing) {
        (OrganisationKind::CareerCentre, _) => Some(Mark::Centre),
        (_, Standing::Member) => Some(Mark::Member),
        _ => None,
    };
    let sign = |seat: &Seat| {
        let [x, y] = place(mesh, frame, seat)?;
        Some(Sign {
            mark: mark(seat)?,
            x: x.round() as i64,
            y: y.round() as i64,
            seat: seat.clone(),
        })
    };
    let mut all: Vec<Sign> = view.nearby.iter().filter_map(sign).collect();
    // Centres on top of the others, and never left out for them.
    all.sort_by_key(|s| s.mark != Mark::Centre);
    all.truncate(MOST_SIGNS);
    all.reverse();
    all
}

/// The largest towns, as many as have room, the largest first.
fn labels(zone: Zone, mesh: &Mesh, frame: &Frame, signs: &[Sign]) -> Vec<Label> {
    let most = if zone.kind() == ZoneKind::Country { 14 } else { 9 };
    let mut towns: Vec<_> = mesh.cells().filter(|(c, _)| zone.holds(c)).collect();
    towns.sort_by_key(|(c, _)| (std::cmp::Reverse(c.population), c.code));
    // No name over a sign.
    let around = |s: &Sign| {
        let (x, y) = (s.x as f64, s.y as f64);
        [x - 100.0, y - 100.0, x + 100.0, y + 100.0]
    };
    let mut taken: Vec<[f64; 4]> = signs.iter().map(around).collect();
    let mut labels: Vec<Label> = vec![];
    for (town, at) in towns.into_iter().take(most * 3) {
        let [x, y] = frame.place(at);
        let everywhere = labels.iter().filter(|l| l.everywhere).count() < 4;
        let letters: &[f64] = if everywhere { &[LARGE_LETTER, LETTER] } else { &[LETTER] };
        let near = |s: &Sign| (s.x as f64 - x).abs() < 120.0 && (s.y as f64 - y).abs() < 120.0;
        let signed = signs.iter().any(near);
        let found = letters.iter().find_map(|letter| {
            let wide = town.name.chars().count() as f64 * letter * 0.54;
            let half = letter * 0.36;
            let off = if signed { 150.0 } else { 80.0 };
            let around = [
                (x + off, y + half, "start", x + off),
                (x - off, y + half, "end", x - off - wide),
                (x, y - off, "middle", x - wide / 2.0),
                (x, y + off + letter * 0.72, "middle", x - wide / 2.0),
            ];
            around.into_iter().find_map(|(tx, ty, anchor, left)| {
                let area = [left, ty - letter * 0.85, left + wide, ty + letter * 0.25];
                let inside = area[0] > 0.0
                    && area[1] > 0.0
                    && area[2] < frame.width
                    && area[3] < frame.height + FOOT;
                let clear = taken
                    .iter()
                    .all(|b| area[2] < b[0] || area[0] > b[2] || area[3] < b[1] || area[1] > b[3]);
                (inside && clear).then_some((tx, ty, anchor, area, *letter))
            })
        });
        let Some((tx, ty, anchor, area, letter)) = found else { continue };
        taken.push(area);
        taken.push([x - 60.0, y - 60.0, x + 60.0, y + 60.0]);
        labels.push(Label {
            name: town.name,
            x: tx.round() as i64,
            y: ty.round() as i64,
            anchor,
            dot: (x.round() as i64, y.round() as i64),
            everywhere: letter > LETTER,
        });
        if labels.len() == most {
            break;
        }
    }
    labels
}

/// A round number of kilometres, at most a quarter of the map.
fn scale(frame: &Frame) -> (i64, u32) {
    let fits = |km: &u32| f64::from(*km) * frame.per_km() <= frame.width / 4.0;
    let km = [200, 100, 50, 20, 10, 5, 2].into_iter().find(fits).unwrap_or(1);
    ((f64::from(km) * frame.per_km()).round() as i64, km)
}
