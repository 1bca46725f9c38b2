//! The steps of a message's row, the same for letters and for deliveries:
//!
//! ```text
//! due ── claim ──▶ leased ── fence ──▶ in_data ── settle ──▶ sent | failed | skipped
//!  ▲                  │                   │
//!  └── retry, recover ┴───────────────────┘
//! ```

pub mod claim;
pub mod claim_native;
pub mod fence;
pub mod hot_native;
pub mod poison;
pub mod recover;
pub mod retry;
pub mod settle;
