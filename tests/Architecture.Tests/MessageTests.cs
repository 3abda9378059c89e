using System.Reflection;
using Orleans;
using Orleans.Runtime;

namespace AiGateway.Architecture.Tests;

/// <summary>What nodes of two versions say to each other is named by hand, so that a rename in the code changes nothing on the wire.</summary>
public sealed class MessageTests
{
    private static readonly IEnumerable<Type> Interfaces =
        Product.TypesOf("Grains").Where(type => type.IsInterface && typeof(IAddressable).IsAssignableFrom(type));

    private static readonly IEnumerable<Type> Messages = Product.TypesOf("Grains").Where(type => type.IsDefined(typeof(GenerateSerializerAttribute), false));

    [Fact]
    public void Every_grain_interface_has_an_alias_unless_it_only_serves_as_a_base() => Assert.DoesNotContain(
        Interfaces, type => !type.IsDefined(typeof(AliasAttribute), false) && !Interfaces.Any(other => other != type && type.IsAssignableFrom(other)));

    [Fact]
    public void Every_method_of_a_grain_interface_has_an_alias() => Assert.Empty(
        Interfaces.SelectMany(type => type.GetMethods()).Where(method => method.IsAbstract && !method.IsDefined(typeof(AliasAttribute), false))
            .Select(method => $"{method.DeclaringType!.Name}.{method.Name}"));

    [Fact]
    public void Every_message_has_an_alias_of_its_own()
    {
        Assert.NotEmpty(Messages);
        Assert.All(Messages, type => Assert.True(type.IsDefined(typeof(AliasAttribute), false), type.Name));
        var aliases = Messages.Concat(Interfaces).Select(type => type.GetCustomAttribute<AliasAttribute>(false)?.Alias).OfType<string>().ToList();
        Assert.Equal(aliases.Count, aliases.Distinct().Count());
    }

    [Fact]
    public void Every_member_of_a_message_has_a_number_of_its_own()
    {
        foreach (var message in Messages)
        {
            var stored = message.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
                .Where(property => property.SetMethod is not null).ToList();
            Assert.Empty(stored.Where(property => !property.IsDefined(typeof(IdAttribute), false)).Select(property => $"{message.Name}.{property.Name}"));
            Assert.Equal(stored.Count, stored.Select(property => property.GetCustomAttribute<IdAttribute>()!.Id).Distinct().Count());
        }
    }

    [Fact]
    public void Everything_a_grain_takes_and_gives_is_ours_or_the_base_librarys()
    {
        var odd = Interfaces.SelectMany(type => type.GetMethods()).SelectMany(method => method.GetParameters().Select(p => p.ParameterType).Append(method.ReturnType))
            .SelectMany(Parts)
            .Where(type => !type.Namespace!.StartsWith("System", StringComparison.Ordinal)
                && !type.Namespace.StartsWith("AiGateway.Core", StringComparison.Ordinal) && !Messages.Contains(type)
                // Travels as a reference.
                && !Interfaces.Contains(type)
                // Says of an array that nobody will change it, which saves a copy.
                && type != typeof(Orleans.Concurrency.Immutable<>));

        Assert.Empty(odd.Select(type => type.FullName).Distinct());
    }

    private static IEnumerable<Type> Parts(Type type) => type.IsGenericType
        ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition())
        : type.IsArray ? Parts(type.GetElementType()!) : [type];
}
