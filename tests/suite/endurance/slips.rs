//! What makes a whole site unreadable, and its mending.

use std::fs;

use crate::edits::{SETTINGS, one};
use crate::outputs::Dice;
use crate::site::Site;

/// Something that the whole site hangs on is gone, or broken.
pub enum Slip {
    /// site.yaml.
    Settings,
    /// A folder was moved out of the way.
    Folder(&'static str),
}

/// Where a folder is until it comes back.
const AWAY: &str = "away";

impl Slip {
    /// Makes one, and says which.
    pub fn make(site: &Site, dice: &mut Dice) -> (Slip, String) {
        match dice.below(4) {
            0 => {
                site.delete("site.yaml");
                (Slip::Settings, "deleted site.yaml".to_owned())
            }
            1 => {
                let text = one(
                    &[
                        "title: [\n",
                        "",
                        "- a list\n",
                        "title: A\nbase_url: nowhere\n",
                    ],
                    dice,
                );
                site.write("site.yaml", text);
                (Slip::Settings, format!("wrote site.yaml: {text:?}"))
            }
            _ => {
                let folder = one(&["content", "themes/bare", "themes/bare/templates"], dice);
                fs::rename(site.root().join(folder), site.root().join(AWAY))
                    .expect("a folder of the site");
                (Slip::Folder(folder), format!("moved {folder} away"))
            }
        }
    }

    /// True where the site may be edited before it is mended.
    pub fn lets_write(&self) -> bool {
        matches!(self, Slip::Settings)
    }

    /// Mends it, and says how.
    pub fn mend(self, site: &Site) -> String {
        match self {
            Slip::Settings => {
                site.write("site.yaml", SETTINGS);
                "wrote site.yaml as it was".to_owned()
            }
            Slip::Folder(folder) => {
                fs::rename(site.root().join(AWAY), site.root().join(folder))
                    .expect("a folder that was moved");
                format!("moved {folder} back")
            }
        }
    }
}
