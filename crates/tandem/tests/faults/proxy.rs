//! A door between the program and PostgreSQL that can be slow, shut, or swallow what goes through.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const OPEN: u8 = 0;
const SWALLOWS: u8 = 1;
const SHUT: u8 = 2;

#[derive(Clone, Default)]
pub struct Proxy {
    mood: Arc<AtomicU8>,
    /// Milliseconds that each piece waits.
    slow: Arc<AtomicU64>,
    /// Connections begun before this number are cut.
    age: Arc<AtomicU64>,
}

impl Proxy {
    /// Its address, and itself.
    pub async fn start(to: String) -> (String, Self) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let proxy = Self::default();
        let own = proxy.clone();
        tokio::spawn(async move {
            loop {
                let Ok((from, _)) = listener.accept().await else { return };
                if own.mood.load(Ordering::SeqCst) == SHUT {
                    let _ = from.set_zero_linger();
                    continue;
                }
                let Ok(to) = TcpStream::connect(&to).await else { continue };
                let born = own.age.load(Ordering::SeqCst);
                let (read, write) = from.into_split();
                let (back, forth) = to.into_split();
                tokio::spawn(own.clone().carry(read, forth, born));
                tokio::spawn(own.clone().carry(back, write, born));
            }
        });
        (address, proxy)
    }

    async fn carry(
        self,
        mut from: tokio::net::tcp::OwnedReadHalf,
        mut to: tokio::net::tcp::OwnedWriteHalf,
        born: u64,
    ) {
        let mut bytes = vec![0; 16 * 1024];
        loop {
            if self.age.load(Ordering::SeqCst) > born {
                return;
            }
            let read = tokio::time::timeout(Duration::from_millis(20), from.read(&mut bytes)).await;
            let n = match read {
                Err(_) => continue,
                Ok(Ok(0) | Err(_)) => return,
                Ok(Ok(n)) => n,
            };
            let slow = self.slow.load(Ordering::SeqCst);
            if slow > 0 {
                tokio::time::sleep(Duration::from_millis(slow)).await;
            }
            // What it swallows arrives nowhere, and the connection stands as if nothing were.
            while self.mood.load(Ordering::SeqCst) == SWALLOWS {
                if self.age.load(Ordering::SeqCst) > born {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            if self.age.load(Ordering::SeqCst) > born || to.write_all(&bytes[..n]).await.is_err() {
                return;
            }
        }
    }

    /// Cuts every connection.
    pub fn cut(&self) {
        self.age.fetch_add(1, Ordering::SeqCst);
    }

    /// Waits this long with each piece.
    pub fn slow(&self, milliseconds: u64) {
        self.slow.store(milliseconds, Ordering::SeqCst);
    }

    /// Swallows everything for a while, then cuts.
    pub async fn swallow(&self, during: Duration) {
        self.mood.store(SWALLOWS, Ordering::SeqCst);
        tokio::time::sleep(during).await;
        self.cut();
        self.mood.store(OPEN, Ordering::SeqCst);
    }

    /// Cuts everything and lets nobody in for a while.
    pub async fn shut(&self, during: Duration) {
        self.mood.store(SHUT, Ordering::SeqCst);
        self.cut();
        tokio::time::sleep(during).await;
        self.mood.store(OPEN, Ordering::SeqCst);
    }
}
