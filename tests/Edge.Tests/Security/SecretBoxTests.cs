using System.Security.Cryptography;
using AiGateway.Edge.Security;
using CsCheck;

namespace AiGateway.Edge.Tests.Security;

public sealed class SecretBoxTests
{
    private static readonly MasterKey Master = MasterKey.Generate();

    private readonly SecretBox _box = new(Master);

    [Fact]
    public void What_was_sealed_opens_again_whatever_it_holds() =>
        Gen.String.Where(IsWellFormed).Sample(text => _box.Open("p", "id", _box.Seal("p", "id", text)) == text);

    [Fact]
    public void Another_process_with_the_same_master_key_opens_it() =>
        Assert.Equal("secret", new SecretBox(Master).Open("p", "id", _box.Seal("p", "id", "secret")));

    [Fact]
    public void The_envelope_shows_nothing_and_is_never_the_same_twice()
    {
        var first = _box.Seal("p", "id", "sk-CANARY");
        var second = _box.Seal("p", "id", "sk-CANARY");

        Assert.Matches("^v1\\.[A-Za-z0-9_-]{80}\\.[A-Za-z0-9_-]+$", first);
        Assert.NotEqual(first, second);
        Assert.DoesNotContain("CANARY", first, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("q", "id")]
    [InlineData("p", "other")]
    [InlineData("p|id", "")]
    public void Under_another_purpose_or_id_it_does_not_open(string purpose, string id) =>
        AssertRefused(_box, purpose, id, _box.Seal("p", "id", "sk-CANARY"));

    [Fact]
    public void Under_another_master_key_it_does_not_open() =>
        AssertRefused(new SecretBox(MasterKey.Generate()), "p", "id", _box.Seal("p", "id", "sk-CANARY"));

    [Fact]
    public void An_envelope_changed_in_any_character_does_not_open()
    {
        var envelope = _box.Seal("p", "id", "sk-CANARY");
        for (var i = 0; i < envelope.Length; i++)
        {
            var changed = envelope.ToCharArray();
            changed[i] = changed[i] == 'A' ? 'B' : 'A';
            AssertRefused(_box, "p", "id", new string(changed));
        }
    }

    [Fact]
    public void An_envelope_cut_anywhere_does_not_open()
    {
        var envelope = _box.Seal("p", "id", "sk-CANARY");
        for (var length = 0; length < envelope.Length; length++)
            AssertRefused(_box, "p", "id", envelope[..length]);
    }

    [Fact]
    public void The_halves_of_two_envelopes_do_not_open_together()
    {
        var one = _box.Seal("p", "id", "first").Split('.');
        var two = _box.Seal("p", "id", "second").Split('.');

        AssertRefused(_box, "p", "id", $"v1.{one[1]}.{two[2]}");
    }

    [Fact]
    public void Text_that_is_no_envelope_is_refused_in_the_same_way() =>
        Gen.String.Sample(text => AssertRefused(_box, "p", "id", text));

    private static void AssertRefused(SecretBox box, string purpose, string id, string envelope)
    {
        var refusal = Assert.Throws<CryptographicException>(() => box.Open(purpose, id, envelope));
        Assert.Contains($"'{id}'", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", refusal.ToString(), StringComparison.Ordinal);
        Assert.Null(refusal.InnerException);
    }

    /// <summary>Half a surrogate pair is no text and has no UTF-8.</summary>
    private static bool IsWellFormed(string text) => !text.Any(char.IsSurrogate);
}
