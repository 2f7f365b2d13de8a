//! The rules: one file for each, named after its code. The comment at the top of the file is the manual page of the code.

mod ambiguous_links;
mod attachment_changed;
mod bare_address;
mod bold_heading;
mod contradicted_statement;
mod different_facts;
mod duplicate_title;
mod empty_heading;
mod event_handler;
mod failed_markup;
mod file_name_alt;
mod foreign_markup;
mod headless_table;
mod heavy_image;
mod inaccessible_download;
mod inaccessible_pdf;
mod inline_style;
mod invalid_language;
mod later_date;
mod local_link;
mod long_sentence;
mod markup_in_field;
mod missing_alt;
mod missing_base_url;
mod missing_statement;
mod missing_transcript;
mod never_public;
mod orphan_page;
mod overdue_milestone;
mod overdue_review;
mod overdue_statement;
mod picture_tells_place;
mod reading_age;
mod second_title;
mod skipped_heading;
mod stale_translation;
mod tag_used_once;
mod unclosed_element;
mod uneven_table;
mod unexplained_abbreviation;
mod unexplained_statement;
mod unfounded_exemption;
mod unknown_element;
mod unlabelled_file;
mod unportable_name;
mod unsearchable_page;
mod unsupported_picture;
mod untracked_translation;
mod unused_asset;
mod unused_kind;
mod unused_template;
mod vague_link;
mod word_bullet;

use super::rule::Rule;

/// All rules, in the order of their codes.
pub(super) const RULES: &[Rule] = &[
    ambiguous_links::RULE,
    attachment_changed::RULE,
    bare_address::RULE,
    bold_heading::RULE,
    contradicted_statement::RULE,
    different_facts::RULE,
    duplicate_title::RULE,
    empty_heading::RULE,
    event_handler::RULE,
    failed_markup::RULE,
    file_name_alt::RULE,
    foreign_markup::RULE,
    headless_table::RULE,
    heavy_image::RULE,
    inaccessible_download::RULE,
    inaccessible_pdf::RULE,
    inline_style::RULE,
    invalid_language::RULE,
    later_date::RULE,
    local_link::RULE,
    long_sentence::RULE,
    markup_in_field::RULE,
    missing_alt::RULE,
    missing_base_url::RULE,
    missing_statement::RULE,
    missing_transcript::RULE,
    never_public::RULE,
    orphan_page::RULE,
    overdue_milestone::RULE,
    overdue_review::RULE,
    overdue_statement::RULE,
    picture_tells_place::RULE,
    reading_age::RULE,
    second_title::RULE,
    skipped_heading::RULE,
    stale_translation::RULE,
    tag_used_once::RULE,
    unclosed_element::RULE,
    uneven_table::RULE,
    unexplained_abbreviation::RULE,
    unexplained_statement::RULE,
    unfounded_exemption::RULE,
    unknown_element::RULE,
    unlabelled_file::RULE,
    unportable_name::RULE,
    unsearchable_page::RULE,
    unsupported_picture::RULE,
    untracked_translation::RULE,
    unused_asset::RULE,
    unused_kind::RULE,
    unused_template::RULE,
    vague_link::RULE,
    word_bullet::RULE,
];
