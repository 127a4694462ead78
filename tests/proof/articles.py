"""Invented paragraphs as newspapers, magazines and books write them, with the quotations that a careful reader sees.

Each is (paragraphs, [(words, name as written, or empty where the text names nobody)]).
"""

from __future__ import annotations

Article = tuple[list[str], list[tuple[str, str]]]

ARTICLES: list[Article] = [
    (
        ["The ferry stopped in 1998. “We simply ran out of passengers,” said Marian Hale, who kept its books."],
        [("We simply ran out of passengers,", "Marian Hale")],
    ),
    (
        ["“It was the bridge,” Hale said. “Once they had it, nobody needed us. Would you have taken the boat?”"],
        [
            ("It was the bridge,", "Hale"),
            ("Once they had it, nobody needed us. Would you have taken the boat?", "Hale"),
        ],
    ),
    (
        ["“We wrote to the Board,” Mr. Moss told the Harbour Gazette, “and nobody answered.”"],
        [("We wrote to the Board, and nobody answered.", "Mr. Moss")],
    ),
    (
        ["Asked whether he regretted it, Moss laughed. “Every single morning,” he said."],
        [("Every single morning,", "Moss")],
    ),
    (
        ["The baker, Ines Correa, remembers the queue. “It went round the corner and up to the church.”"],
        [("It went round the corner and up to the church.", "Ines Correa")],
    ),
    (
        ["Timetables, says Ludwig van der Berg, “are a promise that a city makes to its people”."],
        [("are a promise that a city makes to its people", "Ludwig van der Berg")],
    ),
    (
        ["Van der Berg calls the new plan “a wish list”, and the old one “a love letter”."],
        [("a wish list", "Van der Berg"), ("a love letter", "Van der Berg")],
    ),
    (
        ["The so-called “express” took two hours. Nobody at the depot would say why."],
        [],
    ),
    (
        ["Her first book, “The Quiet Harbour,” sold forty copies; “Nine Years” sold nine."],
        [],
    ),
    (
        ["“The boats are coming back,” she said, “whether we like it or not.” Nobody in the room spoke."],
        [("The boats are coming back, whether we like it or not.", "")],
    ),
    (
        ["Correa and her sister disagree. “It was Tuesday,” says Correa. “It was never Tuesday,” says Lucia."],
        [("It was Tuesday,", "Correa"), ("It was never Tuesday,", "Lucia")],
    ),
    (
        ["According to the harbour master, Tom Reyes, “there were four boats and five crews”."],
        [("there were four boats and five crews", "Tom Reyes")],
    ),
    (
        ["‘I don’t know who painted it,’ said Reyes. ‘It wasn’t the boys’ idea, I’m sure of that.’"],
        [("I don’t know who painted it,", "Reyes"), ("It wasn’t the boys’ idea, I’m sure of that.", "Reyes")],
    ),
    (
        ["'They'd come in the '60s', he recalled, 'and they'd stay till the captain's whistle.'"],
        [("They'd come in the '60s and they'd stay till the captain's whistle.", "")],
    ),
    (
        ["“He came in and said, ‘Where is my hat?’ and left again,” Lucia recalled."],
        [("He came in and said, ‘Where is my hat?’ and left again,", "Lucia")],
    ),
    (
        [
            "“I was nine,” Reyes began. “My father had the morning boat.",
            "“He took me along every summer, and I learned the lights by heart.",
            "“That was all the school I had.”",
            "He stopped, and poured the tea.",
        ],
        [
            ("I was nine,", "Reyes"),
            (
                "My father had the morning boat. He took me along every summer, and I learned the lights by heart. "
                "That was all the school I had.",
                "Reyes",
            ),
        ],
    ),
    (
        ["The letter, dated 3 May, promised “a full and open review of the winter timetable”."],
        [("a full and open review of the winter timetable", "")],
    ),
    (
        ["“No,” said Ines. “Yes,” said Lucia. “Maybe,” said their mother."],
        [("No,", "Ines"), ("Yes,", "Lucia"), ("Maybe,", "")],
    ),
    (
        ["Was it true? “Of course it was true!” cried Reyes. “Ask anybody!”"],
        [("Of course it was true!", "Reyes"), ("Ask anybody!", "Reyes")],
    ),
    (
        ["Moss said that the flour was “not what we ordered” and that the driver had been told so."],
        [("not what we ordered", "Moss")],
    ),
    (
        ["The mayor, Anna Lindqvist, was more careful: “Let us wait for the tide tables.”"],
        [("Let us wait for the tide tables.", "Anna Lindqvist")],
    ),
    (
        ["Lindqvist has never hidden what she thinks of buses (“rolling waiting rooms”)."],
        [],
    ),
    (
        ["As the driver put it, “you learn the hills with your left foot”."],
        [("you learn the hills with your left foot", "")],
    ),
    (
        ["“You learn the hills,” as Pavel Novak likes to say, “with your left foot.”"],
        [("You learn the hills, with your left foot.", "Pavel Novak")],
    ),
    (
        ["Novak, 58, who has driven the 14 since it had a conductor, shrugs. “It’s a hill. You go up, you go down.”"],
        [("It’s a hill. You go up, you go down.", "Novak")],
    ),
    (
        ["“We never”—he searched for the word—“negotiated.”"],
        [("We never negotiated.", "")],
    ),
    (
        ["“We never negotiated,” insists Novak’s colleague Dora Weiss. “Not once in thirty years.”"],
        [("We never negotiated,", "Dora Weiss"), ("Not once in thirty years.", "Dora Weiss")],
    ),
    (
        ["The shelf is 12\" deep and 6' long, and on it stands a sign: “Please do not feed the gulls.”"],
        [("Please do not feed the gulls.", "")],
    ),
    (
        ['"I was told," Weiss testified, "that the depot would be closed by Easter."'],
        [("I was told, that the depot would be closed by Easter.", "Weiss")],
    ),
    (
        ['Weiss was told by Novak that "the depot will be closed by Easter".'],
        [("the depot will be closed by Easter", "Novak")],
    ),
    (
        ["The committee heard that the baker was “perfectly happy” with the new oven, Moss said."],
        [("perfectly happy", "Moss")],
    ),
    (
        ["“Perfectly happy” is not how Correa remembers it."],
        [],
    ),
    (
        ["Dr. Amara Okafor, who studies tides, said: “The sea is not rising here. The town is sinking.”"],
        [("The sea is not rising here. The town is sinking.", "Dr. Amara Okafor")],
    ),
    (
        ["“The sea is not rising here,” Okafor explained, pointing at the chart. “The town is sinking.”"],
        [("The sea is not rising here,", "Okafor"), ("The town is sinking.", "Okafor")],
    ),
    (
        ["When Okafor presented the chart, Mayor Lindqvist asked, “Can it be stopped?”"],
        [("Can it be stopped?", "Mayor Lindqvist")],
    ),
    (
        ["“Can it be stopped?” Lindqvist asked Okafor. “It can be paid for,” Okafor replied."],
        [("Can it be stopped?", "Lindqvist"), ("It can be paid for,", "Okafor")],
    ),
    (
        ["In an e-mail to the Gazette, the company wrote: “We take every complaint about our bread seriously.”"],
        [("We take every complaint about our bread seriously.", "")],
    ),
    (
        ["A spokeswoman said the company “takes every complaint about bread seriously”."],
        [("takes every complaint about bread seriously", "")],
    ),
    (
        ["“We take complaints seriously,” said a spokeswoman, Greta Holm."],
        [("We take complaints seriously,", "Greta Holm")],
    ),
    (
        ["“We take complaints seriously,” said Greta Holm, a spokeswoman for the Northern Bakery Company."],
        [("We take complaints seriously,", "Greta Holm")],
    ),
    (
        ["“I have,” Holm said after a long pause, “nothing to add to that.”"],
        [("I have, nothing to add to that.", "Holm")],
    ),
    (
        ["Holm paused. She looked at the oven. “I have nothing to add,” she said at last."],
        [("I have nothing to add,", "Holm")],
    ),
    (
        ["“It … wasn’t me,” he said, “who [left] the door open.”"],
        [("It … wasn’t me, who [left] the door open.", "")],
    ),
    (
        ["He whistled “Over the Sea to Skye” and went out to the Northern Star."],
        [],
    ),
    (
        ["The passengers’ complaint was simple: the drivers’ room was warm, and the passengers’ room wasn’t."],
        [],
    ),
    (
        ["“Once upon a time there was a timetable,” begins the leaflet that Pavel Novak hands out at the stop."],
        [("Once upon a time there was a timetable,", "")],
    ),
    (
        ["For Reyes it was never about money. “A harbour without boats is a car park,” he says, and laughs."],
        [("A harbour without boats is a car park,", "Reyes")],
    ),
    (
        ["“A harbour without boats,” Reyes says, “is a car park.” Lindqvist agrees: “And we have enough of those.”"],
        [("A harbour without boats, is a car park.", "Reyes"), ("And we have enough of those.", "Lindqvist")],
    ),
    (
        ["Reyes’s daughter Elena, who runs the café, put it differently: “People come for the view, not the boats.”"],
        [("People come for the view, not the boats.", "Elena")],
    ),
    (
        ["“People come for the view!” Elena Reyes shouted across the counter."],
        [("People come for the view!", "Elena Reyes")],
    ),
    (
        ["What did he do then? “Nothing at all.” What should he have done? “Rung the bell.”"],
        [("Nothing at all.", ""), ("Rung the bell.", "")],
    ),
    (
        ["‘The bell,’ she wrote in her diary that night, ‘was not rung.’"],
        [("The bell, was not rung.", "")],
    ),
    (
        ["„Wir haben nie geläutet“, steht auf der Tafel am Hafen."],
        [("Wir haben nie geläutet", "")],
    ),
    (
        ["In Reyes’s words, the winter of 1998 was “long, grey and mostly spent indoors”."],
        [("long, grey and mostly spent indoors", "Reyes")],
    ),
    (
        ["The Gazette quoted Reyes as saying that it was “long, grey and mostly spent indoors”."],
        [("long, grey and mostly spent indoors", "Reyes")],
    ),
    (
        ["“Long, grey and mostly spent indoors,” Reyes was quoted as saying in the Gazette."],
        [("Long, grey and mostly spent indoors,", "Reyes")],
    ),
    (
        ["Then came the sentence that everybody in town still knows: “Leave the lights on.” It was Lucia who said it."],
        [("Leave the lights on.", "")],
    ),
    (
        ["Lucia said nothing. On the wall behind her hung a card with the words “leave the lights on”."],
        [("leave the lights on", "")],
    ),
    (
        ["“Leave the lights on,” said Lucia, and Ines said: “We always do.”"],
        [("Leave the lights on,", "Lucia"), ("We always do.", "Ines")],
    ),
    (
        ["“Leave them on,” said Lucia. Ines nodded. “We always do,” she said."],
        [("Leave them on,", "Lucia"), ("We always do,", "Ines")],
    ),
    (
        ["The driver’s union called it “shameful”; the company called it “regrettable”; Novak called it Tuesday."],
        [("shameful", ""), ("regrettable", "")],
    ),
    (
        ["“You can’t,” Novak says of the hill, “love it.”", "“But you can respect it.”"],
        [("You can’t, love it.", "Novak"), ("But you can respect it.", "")],
    ),
    (
        ["Okafor’s report speaks of “a slow but measurable subsidence of the eastern quay”, three millimetres a year."],
        [("a slow but measurable subsidence of the eastern quay", "")],
    ),
    (
        ["“Three millimetres,” Okafor told reporters on Monday, “is the thickness of a biscuit.”"],
        [("Three millimetres, is the thickness of a biscuit.", "Okafor")],
    ),
    (
        ["Speaking in Gothenburg on Friday, Lindqvist said, “We shall lift the quay or leave it.”"],
        [("We shall lift the quay or leave it.", "Lindqvist")],
    ),
    (
        ["“We shall lift the quay or leave it,” Lindqvist, the mayor since 2011, said in Gothenburg on Friday."],
        [("We shall lift the quay or leave it,", "Lindqvist")],
    ),
    (
        ["“We shall lift the quay or leave it,” said the mayor in Gothenburg on Friday."],
        [("We shall lift the quay or leave it,", "")],
    ),
    (
        ["“Lift it or leave it,” Lindqvist had said; now she says “wait”."],
        [("Lift it or leave it,", "Lindqvist"), ("wait", "Lindqvist")],
    ),
    (
        ["Nobody says “good morning” on the first bus, Novak has noticed, and everybody says “thanks”."],
        [("good morning", ""), ("thanks", "")],
    ),
    (
        ["‘What,’ asked Weiss, ‘is a timetable for?’ ‘For the children,’ Novak said. ‘The rest of us know.’"],
        [
            ("What, is a timetable for?", "Weiss"),
            ("For the children,", "Novak"),
            ("The rest of us know.", "Novak"),
        ],
    ),
    (
        ['"What is a timetable for?" Weiss asked at the meeting. "For the children" was the only answer.'],
        [("What is a timetable for?", "Weiss"), ("For the children", "")],
    ),
    (
        ["The café’s menu promises “eggs as you like them”; Elena promises nothing."],
        [("eggs as you like them", "")],
    ),
]

HELD_OUT: list[Article] = [
    (
        ["“I kept the list,” said Oskar Lund. He still has it, in a biscuit tin. “Two hundred and six names.”"],
        [("I kept the list,", "Oskar Lund"), ("Two hundred and six names.", "Oskar Lund")],
    ),
    (
        ["Lund, a retired signalman, calls himself “the last man who knows where the switches are”."],
        [("the last man who knows where the switches are", "Lund")],
    ),
    (
        ["“That,” says his wife, Berit, “is not a compliment.”"],
        [("That, is not a compliment.", "Berit")],
    ),
    (
        ["The station café closed in March. “Temporarily,” according to the sign. “For good,” according to Lund."],
        [("Temporarily,", ""), ("For good,", "Lund")],
    ),
    (
        ["Station master Ida Bergman disputes this. “We have never had a café,” she told the paper. “We had a kiosk.”"],
        [("We have never had a café,", "Ida Bergman"), ("We had a kiosk.", "Ida Bergman")],
    ),
    (
        ["Bergman’s predecessor was known for saying “the train is late because you are early”."],
        [("the train is late because you are early", "")],
    ),
    (
        ['"Do you want the long story or the short one?" Lund asks. I ask for the long one. "Good," he says.'],
        [("Do you want the long story or the short one?", "Lund"), ("Good,", "Lund")],
    ),
    (
        ["At the hearing in June, Bergman admitted that the signal box had been “left to the pigeons” for years."],
        [("left to the pigeons", "Bergman")],
    ),
    (
        ["“Left to the pigeons” became the slogan of the campaign."],
        [("Left to the pigeons", "")],
    ),
    (
        ["‘It’s not the pigeons’ fault,’ Berit Lund says. ‘They’ve got to live somewhere, haven’t they?’"],
        [
            ("It’s not the pigeons’ fault,", "Berit Lund"),
            ("They’ve got to live somewhere, haven’t they?", "Berit Lund"),
        ],
    ),
    (
        ["The minister, who declined to be interviewed, said in a statement that “all options are being weighed”."],
        [("all options are being weighed", "")],
    ),
    (
        ["“All options,” Lund repeated, weighing the word. “All options are being weighed.”"],
        [("All options,", "Lund"), ("All options are being weighed.", "Lund")],
    ),
    (
        ["A poster on the platform reads: “Mind the gap between the timetable and the train.”"],
        [("Mind the gap between the timetable and the train.", "")],
    ),
    (
        ["Nine in ten passengers were “satisfied” or “very satisfied”, the survey found."],
        [],
    ),
    (
        ["The band played “The Wayward Wind” and “Stationmaster’s Waltz” while the ribbon was cut."],
        [],
    ),
    (
        ["“Who,” demanded Bergman, “cut the ribbon?” “I did,” said the minister. “With these.”"],
        [("Who, cut the ribbon?", "Bergman"), ("I did,", ""), ("With these.", "")],
    ),
    (
        ["Lund’s granddaughter Sofie has a plan. “I’m going to drive it,” she whispers. “All the way to the sea.”"],
        [("I’m going to drive it,", "Sofie"), ("All the way to the sea.", "Sofie")],
    ),
    (
        ["“When I was a boy,” Lund writes in his memoir, “the signal was a lamp and a man who stayed awake.”"],
        [("When I was a boy, the signal was a lamp and a man who stayed awake.", "Lund")],
    ),
    (
        [
            "Asked about the lamp, he goes quiet.",
            "“It was my father’s,” he says finally. “He held it out of the window every night for thirty years.",
            "“And then one night he didn’t.”",
        ],
        [
            ("It was my father’s,", ""),
            ("He held it out of the window every night for thirty years. And then one night he didn’t.", ""),
        ],
    ),
    (
        ["Both Lund and Bergman say the same thing: “Somebody has to stay awake.”"],
        [("Somebody has to stay awake.", "Bergman")],
    ),
    (
        ["“Somebody has to stay awake,” says Bergman; “it may as well be me.”"],
        [("Somebody has to stay awake,", "Bergman"), ("it may as well be me.", "Bergman")],
    ),
    (
        ["Professor Mikael Strand of the Railway Institute estimates that “a third of all delays begin at breakfast”."],
        [("a third of all delays begin at breakfast", "Professor Mikael Strand")],
    ),
    (
        ["“A third of all delays begin at breakfast,” said Strand, citing his own survey of 4,000 drivers."],
        [("A third of all delays begin at breakfast,", "Strand")],
    ),
    (
        ["Drivers laughed at that. “Breakfast?” one said. “What breakfast?”"],
        [("Breakfast?", ""), ("What breakfast?", "")],
    ),
    (
        ["The rule book (“Never pass a lamp that is not yours”) hangs in the hall."],
        [("Never pass a lamp that is not yours", "")],
    ),
    (
        ["“Never pass a lamp that is not yours.” The sentence is as old as the line."],
        [("Never pass a lamp that is not yours.", "")],
    ),
    (
        ["She said it was “like a funeral, only with better sandwiches”, and Lund, for once, said nothing."],
        [("like a funeral, only with better sandwiches", "")],
    ),
    (
        ["“I did not,” Lund said, “and I never would have, signed that paper.”"],
        [("I did not, and I never would have, signed that paper.", "Lund")],
    ),
    (
        ['The paper in question, a 5\'6" by 12" roll, was signed ‘O. Lund’ in pencil.'],
        [],
    ),
    (
        ["“We’ll see,” said Ms. Bergman. And, after a moment: “We’ll see.”"],
        [("We’ll see,", "Ms. Bergman"), ("We’ll see.", "Ms. Bergman")],
    ),
    (
        ["Strand counters that “nobody who eats breakfast ever missed a signal”—a claim Lund calls “rubbish”."],
        [("nobody who eats breakfast ever missed a signal", "Strand"), ("rubbish", "Lund")],
    ),
    (
        ["“Rubbish,” Lund says, and pours more coffee. Berit laughs. “He’s never eaten breakfast in his life.”"],
        [("Rubbish,", "Lund"), ("He’s never eaten breakfast in his life.", "Berit")],
    ),
]

SECOND_HELD_OUT: list[Article] = [
    (
        ["Speaking through an interpreter, Yuki Tanabe said the noodles were “better than at home, and cheaper”."],
        [("better than at home, and cheaper", "Yuki Tanabe")],
    ),
    (["Tanabe, 44: “My grandmother would disagree.”"], [("My grandmother would disagree.", "Tanabe")]),
    (
        ["‘Every bowl is an apology,’ writes Tanabe in her cookbook, ‘for the bowl before it.’"],
        [("Every bowl is an apology, for the bowl before it.", "Tanabe")],
    ),
    (
        ["In a 1998 interview, her teacher, Kenji Mori, warned that “salt is the laziness of cooks”."],
        [("salt is the laziness of cooks", "Kenji Mori")],
    ),
    (
        ["Mori’s answer, when I finally reached him, was short: “She was my worst pupil.” He meant it kindly."],
        [("She was my worst pupil.", "")],
    ),
    (
        ["“She was my worst pupil,” Mori told me, laughing, “and the only one who stayed.”"],
        [("She was my worst pupil, and the only one who stayed.", "Mori")],
    ),
    (
        ["“Who stayed?” Tanabe says, when I tell her. “He threw me out! Twice!”"],
        [("Who stayed?", "Tanabe"), ("He threw me out! Twice!", "Tanabe")],
    ),
    (
        ["A neighbour who asked not to be named said: “You could smell the broth from the tram.”"],
        [("You could smell the broth from the tram.", "")],
    ),
    (
        ["“You could smell it from the tram,” one regular recalled. “From the tram with the windows shut.”"],
        [("You could smell it from the tram,", ""), ("From the tram with the windows shut.", "")],
    ),
    (
        ["The health inspector’s report, two pages long, found the kitchen “clean to the point of obsession”."],
        [("clean to the point of obsession", "")],
    ),
    (
        ["“Clean to the point of obsession”: the phrase is framed above the till."],
        [("Clean to the point of obsession", "")],
    ),
    (
        ["Tanabe (left) with Mori in 1987. “We did not speak for a year after this,” she says."],
        [("We did not speak for a year after this,", "Tanabe")],
    ),
    (
        ["“Soup is time,” she likes to say. “You cannot hurry it, and you cannot fake it.”"],
        [("Soup is time,", ""), ("You cannot hurry it, and you cannot fake it.", "")],
    ),
    (
        ["Is it art? “It’s lunch,” says Mori. Is it a business, then? “It’s lunch,” he says again."],
        [("It’s lunch,", "Mori"), ("It’s lunch,", "Mori")],
    ),
    (
        ["The sign in the window says “closed”, the lights say “open”, and Tanabe says “come in”."],
        [("closed", ""), ("open", ""), ("come in", "Tanabe")],
    ),
    (
        ["Bruno Keller, who delivers the flour, says he has “never once been offered a chair”."],
        [("never once been offered a chair", "Bruno Keller")],
    ),
    (
        ["Keller adds that he doesn’t mind: “If I sat down in there I’d never finish the round.”"],
        [("If I sat down in there I’d never finish the round.", "Keller")],
    ),
    (
        ["“If I sat down,” Keller explained to the reporter from the Tram Gazette, “I’d never finish.”"],
        [("If I sat down, I’d never finish.", "Keller")],
    ),
    (
        ["Keller and Tanabe have known each other for thirty years. “Thirty-one,” Tanabe corrects."],
        [("Thirty-one,", "Tanabe")],
    ),
    (
        ["“The flour,” Keller said. “Always the flour.” He wiped his hands. “People forget the flour.”"],
        [("The flour,", "Keller"), ("Always the flour.", "Keller"), ("People forget the flour.", "Keller")],
    ),
    (
        ["Three times the council has refused her a terrace, most recently on grounds of “ambient conviviality”."],
        [],
    ),
    (
        ["“Ambient conviviality!” Tanabe snorts. “That’s what a restaurant is.”"],
        [("Ambient conviviality!", "Tanabe"), ("That’s what a restaurant is.", "Tanabe")],
    ),
    (
        ["Councillor Petra Vogt defended the decision. “The pavement,” she said, “belongs to everybody.”"],
        [("The pavement, belongs to everybody.", "Councillor Petra Vogt")],
    ),
    (
        ["Vogt declined to say whether she had eaten there, but a colleague, Jan Brandt, was less discreet: “Weekly.”"],
        [("Weekly.", "Jan Brandt")],
    ),
    (
        ["“I eat there weekly,” Brandt confirmed by e-mail, adding: “So does Petra.”"],
        [("I eat there weekly,", "Brandt"), ("So does Petra.", "Brandt")],
    ),
    (
        ["She hums “The Blue Danube” while she works, and answers the telephone with “Yes, noodles”."],
        [("Yes, noodles", "")],
    ),
    (
        ["“When the tram comes,” Mori once wrote to her, “do not look up. The broth will know.”"],
        [("When the tram comes, do not look up. The broth will know.", "Mori")],
    ),
    (
        ["‘Don’t look up,’ she tells the apprentices. ‘It’s the first thing he taught me. It’s the last thing, too.’"],
        [("Don’t look up,", ""), ("It’s the first thing he taught me. It’s the last thing, too.", "")],
    ),
    (
        ["Customers’ favourites include the ‘Number 9’ and the ‘Late Tram’; the cook’s is toast."],
        [],
    ),
    (
        ["According to Keller’s wife, Ute, “he talks about that broth in his sleep”."],
        [("he talks about that broth in his sleep", "Ute")],
    ),
    (
        ["“In my sleep?” says Keller. “I’m a baker. I don’t sleep.”"],
        [("In my sleep?", "Keller"), ("I’m a baker. I don’t sleep.", "Keller")],
    ),
    (
        ["The last word goes to Mori. “More salt,” he says."],
        [("More salt,", "Mori")],
    ),
]
