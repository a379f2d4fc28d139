//! PostgreSQL that is restarted, or cannot be reached for a while.

use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use site::Config;
use store::Location;
use store::testing::Fresh;

use crate::common::House;
use crate::ledger::{Ledger, Sessions};
use crate::proxy::Proxy;
use crate::server::Server;
use crate::times;

/// A PostgreSQL server of its own, that can be stopped without asking the others.
struct Cluster {
    folder: tempfile::TempDir,
    bin: PathBuf,
    port: u16,
}

fn as_postgres(program: &std::path::Path) -> Command {
    // PostgreSQL refuses to run as root.
    if rustix::process::geteuid().is_root() {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(program);
        command.current_dir("/");
        return command;
    }
    Command::new(program)
}

impl Cluster {
    /// `None` where the machine has no PostgreSQL.
    fn make() -> Option<Self> {
        let find = "(command -v initdb; ls -d /usr/lib/postgresql/*/bin/initdb) 2>/dev/null \
                    | sort -V | tail -n 1";
        let found = Command::new("bash").args(["-c", find]).output().unwrap();
        let initdb = PathBuf::from(String::from_utf8(found.stdout).unwrap().trim());
        let bin = initdb.parent()?.to_owned();
        if !initdb.exists() {
            assert!(std::env::var("TANDEM_TEST_REQUIRE").is_err(), "no PostgreSQL here");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        if rustix::process::geteuid().is_root() {
            let owned = Command::new("chown").arg("postgres").arg(folder.path()).status().unwrap();
            assert!(owned.success());
        }
        let cluster = Self { folder, bin, port };
        let data = cluster.data();
        let made = as_postgres(&cluster.bin.join("initdb"))
            .args(["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-D"])
            .arg(&data)
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        cluster.control("start");
        Some(cluster)
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn control(&self, what: &str) {
        let options = format!(
            "-p {} -c listen_addresses=127.0.0.1 -c unix_socket_directories={} \
             -c max_connections=100",
            self.port,
            self.folder.path().display()
        );
        let done = as_postgres(&self.bin.join("pg_ctl"))
            .args(["-m", "immediate", "-w", "-t", "60", "-o", &options, "-l"])
            .arg(self.folder.path().join("log"))
            .arg("-D")
            .arg(self.data())
            .arg(what)
            .output()
            .unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }

    /// Takes only encrypted connections from here on; the file of who vouches for its certificate.
    fn encrypt(&self) -> String {
        let make = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=authority \
             -keyout ca.key -out ca.pem && \
             openssl req -newkey rsa:2048 -nodes -subj /CN=database -keyout server.key -out csr && \
             printf 'subjectAltName=IP:127.0.0.1' > names && \
             openssl x509 -req -in csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 \
             -extfile names -out server.pem && chmod 600 server.key && \
             printf \"ssl = on\\nssl_cert_file = '$PWD/server.pem'\\nssl_key_file = '$PWD/server.key'\\n\" \
             >> data/postgresql.conf && \
             printf 'hostssl all all 127.0.0.1/32 trust\\n' > data/pg_hba.conf";
        let done = as_postgres(std::path::Path::new("bash"))
            .args(["-c", make])
            .current_dir(self.folder.path())
            .output()
            .unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        self.control("restart");
        self.folder.path().join("ca.pem").display().to_string()
    }

    fn at(&self, port: u16) -> String {
        format!("postgres://postgres@127.0.0.1:{port}/postgres")
    }

    async fn house(&self, address: String) -> House {
        let dir = tempfile::tempdir().unwrap();
        House::start(Fresh { location: Location::Postgres(address), dir }, Config::default()).await
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let _ = as_postgres(&self.bin.join("pg_ctl"))
            .args(["-m", "immediate", "-w", "stop", "-D"])
            .arg(self.data())
            .output();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn postgresql_is_restarted_under_load() {
    let Some(cluster) = Cluster::make() else { return };
    let house = cluster.house(cluster.at(cluster.port)).await;
    let sessions = Sessions::make(&house).await;
    let server = Server::start(house.fresh.dir.path(), &house.fresh.location);
    let (ledger, faults) = (Ledger::default(), times(3, 60));
    for round in 0..faults {
        let callers =
            ledger.storm(&house.client, &server.base, &sessions, round, Duration::from_secs(2));
        tokio::time::sleep(Duration::from_millis(500)).await;
        tokio::task::block_in_place(|| cluster.control("restart"));
        // It answers again by itself, within five seconds.
        let back = Instant::now();
        let again = format!("again-{round}");
        let before = ledger.acknowledged();
        while ledger.acknowledged() == before {
            assert!(back.elapsed() < Duration::from_secs(5), "it does not come back");
            ledger.visit(&house.client, &server.base, &sessions.many[0], &again, false).await;
        }
        for caller in callers {
            caller.await.unwrap();
        }
    }
    let tried = ledger.tried(&house, &sessions, "F5", "PostgreSQL restarted (immediate)", faults);
    tried.await.end();
    server.kill();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_way_to_postgresql_is_encrypted_and_the_server_is_the_right_one() {
    let Some(cluster) = Cluster::make() else { return };
    let authority = cluster.encrypt();
    let address = cluster.at(cluster.port);
    let open = |query: String| {
        let location = Location::Postgres(format!("{address}?{query}"));
        store::Db::open(location, &tandem::migrations())
    };
    assert!(open("sslmode=disable".into()).is_err(), "the server takes nothing in clear");
    let stranger = open("sslmode=require".into()).unwrap_err().to_string();
    assert!(stranger.contains("certificate"), "{stranger}");
    let db = open(format!("sslmode=require&sslrootcert={authority}")).unwrap();
    let sql = "SELECT count(*) FROM pg_stat_ssl WHERE ssl AND pid = pg_backend_pid()";
    let encrypted: i64 = db
        .read(move |tx| tx.query_one(sql, &[])?.get(0))
        .await
        .map_err(|e: store::StoreError| e.to_string())
        .unwrap();
    assert_eq!(encrypted, 1);
    // The right authority, another name than the certificate's.
    let elsewhere = address.replace("127.0.0.1", "localhost");
    let location = format!("{elsewhere}?sslmode=require&sslrootcert={authority}");
    assert!(store::Db::open(Location::Postgres(location), &tandem::migrations()).is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_way_to_postgresql_is_slow_cut_shut_or_swallows() {
    let Some(cluster) = Cluster::make() else { return };
    let (door, proxy) = Proxy::start(format!("127.0.0.1:{}", cluster.port)).await;
    let port = door.rsplit(':').next().unwrap().parse().unwrap();
    let house = cluster.house(cluster.at(cluster.port)).await;
    let sessions = Sessions::make(&house).await;
    let by_proxy = Location::Postgres(cluster.at(port));
    let server = Server::start(house.fresh.dir.path(), &by_proxy);
    let (ledger, faults) = (Ledger::default(), times(4, 80));
    for round in 0..faults {
        let callers =
            ledger.storm(&house.client, &server.base, &sessions, round, Duration::from_secs(2));
        tokio::time::sleep(Duration::from_millis(300)).await;
        match round % 4 {
            0 => proxy.cut(),
            1 => {
                proxy.slow(40);
                tokio::time::sleep(Duration::from_millis(800)).await;
                proxy.slow(0);
            }
            2 => proxy.shut(Duration::from_millis(800)).await,
            _ => proxy.swallow(Duration::from_millis(1_500)).await,
        }
        for caller in callers {
            caller.await.unwrap();
        }
        // It takes registrations again.
        let before = ledger.acknowledged();
        let back = Instant::now();
        while ledger.acknowledged() == before {
            assert!(back.elapsed() < Duration::from_secs(5), "it does not come back");
            let again = format!("again-{round}");
            ledger.visit(&house.client, &server.base, &sessions.many[0], &again, false).await;
        }
    }
    let tried = ledger.tried(&house, &sessions, "F12", "way to PostgreSQL slow, cut, shut", faults);
    tried.await.end();
    server.kill();
}
