using System.Text;
using AiGateway.Core.Pinning;
using CsCheck;

namespace AiGateway.Core.Tests.Pinning;

public sealed class PinTests
{
    private const long Day = Pin.TouchMs;

    [Fact]
    public void Ids_of_two_kinds_may_be_alike_and_are_kept_apart()
    {
        var kinds = Enum.GetValues<PinKind>();

        Assert.Equal(kinds.Length, kinds.Select(kind => PinKey.Of(kind, "1"u8)).Distinct().Count());
        Assert.Equal(kinds.Length, kinds.Select(kind => PinKey.OfShelf(kind, "team")).Distinct().Count());
    }

    [Fact]
    public void A_key_says_nothing_of_what_it_stands_for_and_differs_by_every_byte()
    {
        var key = PinKey.Of(PinKind.Signature, "a-long-signature"u8);

        Assert.Equal(key, PinKey.Of(PinKind.Signature, "a-long-signature"u8));
        Assert.NotEqual(key, PinKey.Of(PinKind.Signature, "a-long-signaturf"u8));
        Assert.DoesNotContain("signaturf", key, StringComparison.Ordinal);
        Assert.Matches("^signature/[A-Za-z0-9_-]{43}$", key);
    }

    [Fact]
    public void Ids_that_differ_have_keys_that_differ() => Gen.Select(Gen.String, Gen.String).Sample((a, b) =>
        (a == b) == (PinKey.Of(PinKind.Signature, Encoding.UTF8.GetBytes(a)) == PinKey.Of(PinKind.Signature, Encoding.UTF8.GetBytes(b))) || HasHalfASurrogate(a + b));

    [Fact]
    public void A_use_is_stored_once_a_day()
    {
        var pin = At("p", "a");

        Assert.Null(pin.Used(Day - 1));
        Assert.Equal(Day, pin.Used(Day)?.UsedMs);
        Assert.Equal(0, pin.Used(Day)?.CreatedMs);
    }

    [Fact]
    public void A_consumer_finds_its_own_and_is_told_nothing_of_others()
    {
        var pins = PinSet.Empty.With(At("p", "a", "mine"));

        Assert.Equal((PinStanding.Own, "a"), (pins.Find("mine").Standing, pins.Find("mine").Pin?.Account));
        Assert.Equal(new PinFinding(PinStanding.Others, null), pins.Find("theirs"));
        Assert.Equal(PinFinding.Unknown, PinSet.Empty.Find("mine"));
    }

    [Fact]
    public void Two_consumers_whose_accounts_made_the_same_id_keep_their_own()
    {
        var pins = PinSet.Empty.With(At("p", "a", "one")).With(At("p", "b", "two")).With(At("p", "c", "one"));

        Assert.Equal(("c", "b"), (pins.Find("one").Pin?.Account, pins.Find("two").Pin?.Account));
        Assert.Equal(2, pins.Pins.Count);
        Assert.Equal(PinStanding.Others, pins.Without("one").Find("one").Standing);
    }

    [Fact]
    public void However_many_share_an_id_the_record_stays_small_and_the_newest_is_in_it() => Gen.Int[1, 60].Sample(count =>
    {
        var pins = Enumerable.Range(0, count).Aggregate(PinSet.Empty, (set, i) => set.With(At("p", "a", $"c{i}") with { UsedMs = i }));
        return pins.Pins.Count == Math.Min(count, PinSet.MaxPins) && pins.Find($"c{count - 1}").Pin is not null
            && (count <= PinSet.MaxPins || pins.Find("c0").Pin is null);
    });

    [Fact]
    public void Members_agree_when_one_account_made_them_all_and_else_the_first_two_are_named()
    {
        var (one, other) = (new PinClaim("first", At("p", "a")), new PinClaim("second", At("p", "b")));

        Assert.Null(PinClaim.Conflict([]));
        Assert.Null(PinClaim.Conflict([one, one with { Member = "again" }]));
        Assert.Equal((one, other), PinClaim.Conflict([one, one, other]));
        Assert.NotNull(PinClaim.Conflict([one, one with { Pin = At("q", "a") }]));
    }

    private static Pin At(string provider, string account, string consumer = "") =>
        new() { Provider = provider, Account = account, Consumer = consumer, CreatedMs = 0, UsedMs = 0 };

    /// <summary>UTF-8 writes every half alike.</summary>
    private static bool HasHalfASurrogate(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) != text;
}
