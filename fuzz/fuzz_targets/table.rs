#![no_main]
use std::sync::Once;

static CALM: Once = Once::new();

// What a library panics at in a hostile file is caught by `tables` and said of the file; libFuzzer's
// hook would end the run before that. A panic that nothing catches still ends it.
libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    CALM.call_once(|| std::panic::set_hook(Box::new(|_| {})));
    targets::table(data);
});
