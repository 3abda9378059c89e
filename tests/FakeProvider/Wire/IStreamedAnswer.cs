namespace AiGateway.FakeProvider.Wire;

/// <summary>An answer that can be sent as events, and what may be put between them.</summary>
internal interface IStreamedAnswer
{
    IEnumerable<StreamEvent> Events();

    /// <summary>An event that carries this text and belongs to no plan.</summary>
    StreamEvent Content(string text);

    /// <summary>The usual event without what makes it a piece of the answer, or with nothing in it.</summary>
    StreamEvent Hollow(bool isEmpty);

    /// <summary>The provider's usual word of its own failure.</summary>
    StreamEvent Failure { get; }
}
