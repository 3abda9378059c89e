using AiGateway.Core.Pinning;
using CsCheck;

namespace AiGateway.Core.Tests.Pinning;

public sealed class ShelfTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Page_by_page_shows_each_entry_once_in_order_whatever_was_deleted(bool newestFirst) =>
        Gen.Select(Gen.Int[0, 40], Gen.Int[1, 7], Gen.Int[0, 39].HashSet[0, 20]).Sample((count, size, deleted) =>
        {
            var shelf = Enumerable.Range(0, count).Aggregate(Shelf.Empty, (shelf, i) => shelf.With(Entry(i)));
            shelf = deleted.Aggregate(shelf, (shelf, i) => shelf.Without(Entry(i).Id));
            var expected = Enumerable.Range(0, count).Where(i => !deleted.Contains(i)).Select(i => Entry(i).Id);

            var shown = new List<string>();
            while (shelf.Page(shown.LastOrDefault(), size, newestFirst) is { Entries.Count: > 0 } page)
                shown.AddRange(page.Entries.Select(entry => entry.Id));

            Assert.Equal(newestFirst ? expected.Reverse() : expected, shown);
        });

    [Fact]
    public void A_caller_that_deletes_what_it_was_shown_goes_on_behind_it()
    {
        var shelf = Enumerable.Range(0, 5).Aggregate(Shelf.Empty, (shelf, i) => shelf.With(Entry(i)));
        var last = shelf.Page(null, 2, newestFirst: true)!.Entries[^1].Id;

        shelf = shelf.Without(Entry(4).Id).Without(last);

        Assert.Equal(["id2", "id1", "id0"], shelf.Page(last, 10, newestFirst: true)!.Entries.Select(entry => entry.Id));
    }

    [Fact]
    public void An_id_that_is_not_in_the_list_is_no_place_to_go_on_from() => Assert.Null(Shelf.Empty.With(Entry(1)).Page("other", 10, newestFirst: true));

    [Fact]
    public void What_is_there_already_keeps_its_place_and_what_was_deleted_may_come_back()
    {
        var shelf = Shelf.Empty.With(Entry(1)).With(Entry(2)).With(Entry(1));
        Assert.Equal(["id1", "id2"], shelf.Page(null, 10, newestFirst: false)!.Entries.Select(entry => entry.Id));

        shelf = shelf.Without("id1").With(Entry(1));
        Assert.Equal(["id2", "id1"], shelf.Page(null, 10, newestFirst: false)!.Entries.Select(entry => entry.Id));
    }

    [Fact]
    public void A_full_list_gives_up_what_was_deleted_first_and_then_what_is_oldest()
    {
        var full = new Shelf { Entries = [.. Enumerable.Range(0, Shelf.MaxEntries).Select(Entry)] };

        var shelf = full.Without("id7").With(Entry(-1));
        Assert.Equal((Shelf.MaxEntries, "id0"), (shelf.Entries.Count, shelf.Entries[0].Id));
        Assert.DoesNotContain(shelf.Entries, entry => entry.Id == "id7");

        shelf = shelf.With(Entry(-2));
        Assert.Equal((Shelf.MaxEntries, "id1", "id-2"), (shelf.Entries.Count, shelf.Entries[0].Id, shelf.Entries[^1].Id));
    }

    private static ShelfEntry Entry(int i) => new($"id{i}", "p", "a");
}
