//! The QR code of a ticket, drawn as a screen draws it and read by a real reader (`zbarimg`): what
//! it says is what the desk takes. Without the reader the test is left out, and with
//! `TANDEM_TEST_REQUIRE=1` it fails.

use std::path::Path;
use std::process::Command;

use crate::common::{House, houses};
use jiff::civil::{date, time};
use programme::service as rooms;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};
use site::{Actor, Role};

fn there_is_a_reader() -> bool {
    if Command::new("zbarimg").arg("--version").output().is_ok() {
        return true;
    }
    assert!(std::env::var("TANDEM_TEST_REQUIRE").is_err(), "zbarimg is missing");
    eprintln!("left out: zbarimg is missing");
    false
}

/// The QR code of a page, with so many pixels a module.
fn picture(page: &str, pixels: u16) -> Pixmap {
    let (_, rest) = page.split_once("<svg class=\"qr\"").unwrap();
    let (svg, _) = rest.split_once("</svg>").unwrap();
    // Inside HTML the name space goes without saying; alone it is said.
    let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\"{svg}</svg>");
    let tree = Tree::from_str(&svg, &Options::default()).unwrap();
    let scale = f32::from(pixels);
    let size = tree.size().to_int_size().scale_by(scale).unwrap();
    let mut pixmap = Pixmap::new(size.width(), size.height()).unwrap();
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    pixmap
}

/// What the reader finds in a picture, once a line.
fn read(picture: &Pixmap, dir: &Path) -> String {
    let file = dir.join("qr.png");
    picture.save_png(&file).unwrap();
    let reader = Command::new("zbarimg")
        .args(["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable"])
        .arg(&file)
        .output()
        .unwrap();
    String::from_utf8(reader.stdout).unwrap()
}

/// Posts what was read at the desk of a session: status, and where it leads or what it says.
async fn tick(
    house: &House,
    desk: &reqwest::Client,
    session: &base::Id,
    read: &str,
) -> (u16, String) {
    let url = format!("{}/staff/sessions/{session}/desk/code", house.base);
    let answer = desk.post(url).form(&[("code", read)]).send().await.unwrap();
    let to = answer.headers().get("location").map(|v| v.to_str().unwrap().to_owned());
    let status = answer.status().as_u16();
    (status, to.unwrap_or(answer.text().await.unwrap()))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_reader_reads_ticks_the_whole_group() {
    if !there_is_a_reader() {
        return;
    }
    for house in houses().await {
        // In two hours, so that the desk is open.
        let soon = |s: &mut programme::model::SessionDraft| {
            (s.date, s.start, s.end) = (date(2026, 11, 23), time(14, 0, 0, 0), time(16, 0, 0, 0));
            s.capacity = 3;
        };
        let session = house.session(soon).await;
        let other = house.session(soon).await;
        let desk = house.signed_in(Role::Mediator, Some(&house.library().await)).await;
        let (_, taken) = house.take(&session, "group", 3).await;
        let ticket = taken["ticket"].as_str().unwrap().strip_prefix(&house.base).unwrap();
        let code = taken["code"].as_str().unwrap();

        let mut found = vec![];
        for path in [ticket.to_owned(), format!("/en{ticket}")] {
            let (status, page) = house.get(&path).await;
            assert_eq!(status, 200);
            for pixels in [3, 10] {
                found.push(read(&picture(&page, pixels), house.fresh.dir.path()));
            }
        }
        assert_eq!(found, [(); 4].map(|()| format!("TANDEM:{code}\n")));
        let read = found[0].as_str();

        let (status, said) = tick(&house, &desk, &other, read).await;
        assert_eq!(status, 404, "of another session: {said}");
        for _ in 0..2 {
            let (status, to) = tick(&house, &desk, &session, read).await;
            assert_eq!(status, 303, "{to}");
            assert!(to.starts_with(&format!("/staff/sessions/{session}/desk?seen=")), "{to}");
            let sheet = rooms::desk(&house.app, &Actor::Operator, &session).await.unwrap();
            assert_eq!((sheet.present, sheet.unticked(), sheet.people.len()), (3, 0, 1));
        }

        // A place given back has no code to show, and the code kept from before opens nothing.
        let (status, ..) = house.post_form(&format!("{ticket}/cancel"), &[]).await;
        assert_eq!(status, 303);
        assert!(!house.get(ticket).await.1.contains("<svg class=\"qr\""));
        assert_eq!(tick(&house, &desk, &session, read).await.0, 409);
    }
}
