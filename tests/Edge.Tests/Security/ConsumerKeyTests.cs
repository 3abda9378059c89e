using AiGateway.Edge.Security;

namespace AiGateway.Edge.Tests.Security;

public sealed class ConsumerKeyTests
{
    [Fact]
    public void A_generated_key_has_its_form_and_is_new_each_time()
    {
        var keys = Enumerable.Range(0, 1000).Select(_ => ConsumerKey.Generate()).ToArray();

        Assert.All(keys, key => Assert.Matches("^sk-gw-[0-9A-Za-z]{49}$", key));
        Assert.All(keys, key => Assert.True(ConsumerKey.IsWellFormed(key)));
        Assert.Equal(keys.Length, keys.Distinct().Count());
    }

    [Fact]
    public void A_key_with_any_character_changed_is_recognised_as_damaged()
    {
        var key = ConsumerKey.Generate();
        for (var i = 0; i < key.Length; i++)
        {
            var changed = key.ToCharArray();
            changed[i] = changed[i] == 'a' ? 'b' : 'a';
            Assert.False(ConsumerKey.IsWellFormed(changed));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("sk-gw-")]
    [InlineData("sk-proj-abc")]
    [InlineData("sk-gw-0000000000000000000000000000000000000000000-00000")]
    public void Any_other_text_is_not_well_formed(string text) => Assert.False(ConsumerKey.IsWellFormed(text));

    [Fact]
    public void A_key_that_is_one_character_longer_or_shorter_is_not_well_formed()
    {
        var key = ConsumerKey.Generate();

        Assert.False(ConsumerKey.IsWellFormed(key + "0"));
        Assert.False(ConsumerKey.IsWellFormed(key.AsSpan(0, key.Length - 1)));
    }

    [Fact]
    public void The_hint_shows_both_ends_and_little_else()
    {
        var key = ConsumerKey.Generate();

        Assert.Equal($"sk-gw-{key[6..8]}…{key[^4..]}", ConsumerKey.Hint(key));
    }

    [Theory]
    [InlineData(0, 3, "000")]
    [InlineData(61, 1, "z")]
    [InlineData(62, 2, "10")]
    [InlineData(3843, 3, "0zz")]
    public void Base_62_has_a_fixed_width(int number, int width, string text) => Assert.Equal(text, Base62.Encode(number, width));
}
